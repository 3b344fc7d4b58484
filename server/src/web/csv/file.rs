//! A long table as a file: read and sent some lines at a time, so that it needs no more memory than a short one.

use super::{BYTE_ORDER_MARK, line};
use async_trait::async_trait;
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use store::StoreError;

/// How many lines are read at once.
pub const AT_ONCE: u32 = 500;
/// How many lines one file holds. Who needs more asks for a shorter time.
const MOST: usize = 100_000;

/// The export was cut off; why is in the log.
#[derive(Debug, thiserror::Error)]
#[error("the export was cut off")]
pub struct CutOff;

impl From<StoreError> for CutOff {
    fn from(error: StoreError) -> Self {
        tracing::error!("an export was cut off: {error}");
        Self
    }
}

/// What a file holds.
#[async_trait]
pub trait Rows: Send + 'static {
    /// Its first line.
    fn head(&self) -> String;

    /// The next lines and how many they are, [`AT_ONCE`] at most; none at the end.
    async fn read(&mut self) -> Result<(String, usize), CutOff>;

    /// What the last line says where there are more than one file holds.
    fn cut(&self) -> String;
}

/// A file of this name, to be kept.
pub fn file(name: &str, rows: impl Rows) -> Response {
    let file = File {
        rows,
        written: 0,
        step: Step::Begin,
    };
    let mut response = Body::from_stream(stream::try_unfold(file, File::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

enum Step {
    Begin,
    Lines,
    End,
}

/// A file that is being sent.
struct File<R> {
    rows: R,
    written: usize,
    step: Step,
}

impl<R: Rows> File<R> {
    /// The next piece; none at the end.
    async fn next(mut self) -> Result<Option<(String, Self)>, CutOff> {
        let piece = match self.step {
            Step::Begin => {
                self.step = Step::Lines;
                format!("{BYTE_ORDER_MARK}{}", self.rows.head())
            }
            Step::Lines => {
                let (mut piece, lines) = self.rows.read().await?;
                if lines == 0 {
                    return Ok(None);
                }
                self.written += lines;
                if self.written >= MOST {
                    self.step = Step::End;
                    piece.push_str(&line([self.rows.cut().as_str()]));
                }
                piece
            }
            Step::End => return Ok(None),
        };
        Ok(Some((piece, self)))
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, CutOff, MOST, Rows, file};
    use async_trait::async_trait;
    use axum::body::to_bytes;

    struct Endless(bool);

    #[async_trait]
    impl Rows for Endless {
        fn head(&self) -> String {
            "head\r\n".to_owned()
        }

        async fn read(&mut self) -> Result<(String, usize), CutOff> {
            if self.0 {
                return Err(CutOff);
            }
            Ok(("x\r\n".repeat(AT_ONCE as usize), AT_ONCE as usize))
        }

        fn cut(&self) -> String {
            "there is more".to_owned()
        }
    }

    #[tokio::test]
    async fn it_ends_with_a_word_where_there_is_more_than_it_holds() {
        let response = file("saatja", Endless(false));
        assert_eq!(
            response.headers()["content-disposition"],
            "attachment; filename=\"saatja.csv\""
        );
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.starts_with("\u{feff}head\r\nx\r\n"));
        assert!(text.ends_with("x\r\n\"there is more\"\r\n"));
        assert_eq!(text.lines().count(), MOST + 2);
    }

    #[tokio::test]
    async fn what_is_cut_off_does_not_look_whole() {
        let response = file("saatja", Endless(true));
        assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    }
}
