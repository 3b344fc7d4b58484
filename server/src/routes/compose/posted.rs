//! The form as it is posted: fields first, files behind them, taken piece by piece so that no more is held than may go
//! with a letter. Unknown fields are refused.

use crate::web::{Kind, Problem};
use app::pages::compose::Typed;
use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use model::{Mailbox, letter::Limits};

/// Which button was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Save.
    Save,
    /// Add the files that were chosen. Every button does it; this one does no more.
    Attach,
    /// Take the file of this place away.
    Remove(usize),
    /// Show what the recipient will see.
    Preview,
    /// Send.
    Send,
    /// An address that letters did not reach is right again: [`Posted::forget`].
    Forget,
}

/// A file as it came.
#[derive(Debug)]
pub struct Upload {
    pub name: String,
    pub media_type: String,
    /// None where it is too large: it was not kept.
    pub bytes: Option<Vec<u8>>,
}

/// The form.
#[derive(Debug)]
pub struct Posted {
    pub version: u64,
    /// Of a letter that was never saved.
    pub key: String,
    pub typed: Typed,
    pub action: Action,
    /// The address that is right again.
    pub forget: Option<Mailbox>,
    /// The addresses that the page has warned of.
    pub warned: Vec<Mailbox>,
    pub files: Vec<Upload>,
    /// Whether more came than is read at all: files behind that are not known.
    pub cut: bool,
}

/// The largest text: it may be longer than is sent, so that it comes back with what is wrong.
const LARGEST_TEXT: usize = 4_000_000;
/// The largest of the other fields: far more than the recipients of a letter take.
const LARGEST_FIELD: usize = 100_000;

/// Files that are looked at at most: behind that it is clear that they are too many.
const MOST_FILES: usize = 200;

/// The most bytes of a form that are in memory.
pub fn most_kept(limits: &Limits) -> u64 {
    limits.letter_bytes + (LARGEST_TEXT + 4 * LARGEST_FIELD) as u64
}

/// Reads a form.
pub async fn read(mut form: Multipart, limits: &Limits) -> Result<Posted, Problem> {
    let mut posted = Posted {
        version: 0,
        key: String::new(),
        typed: Typed::default(),
        action: Action::Save,
        forget: None,
        warned: Vec::new(),
        files: Vec::new(),
        cut: false,
    };
    let mut room = limits.letter_bytes;
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return Ok(posted),
            Err(error) => {
                cut(&mut posted, &error)?;
                return Ok(posted);
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            if let Err(error) = file(field, limits, &mut room, &mut posted.files).await {
                cut(&mut posted, &error)?;
                return Ok(posted);
            }
            continue;
        }
        let most = if name == "text" {
            LARGEST_TEXT
        } else {
            LARGEST_FIELD
        };
        let value = text(field, most).await?;
        match name.as_str() {
            "version" => posted.version = value.parse().map_err(|_| Problem(Kind::BadRequest))?,
            "key" => posted.key = key(value)?,
            "to" => posted.typed.to = value,
            "copy" => posted.typed.copy = value,
            "blind_copy" => posted.typed.blind_copy = value,
            "subject" => posted.typed.subject = value,
            // As the store keeps texts; a browser sends CR LF.
            "text" => posted.typed.text = value.replace("\r\n", "\n"),
            "warned" => {
                let addresses = value.split(',');
                posted.warned = addresses.filter_map(|one| Mailbox::parse(one).ok()).collect();
            }
            "action" => match value.strip_prefix("forget:") {
                Some(address) => {
                    let address = Mailbox::parse(address).map_err(|_| Problem(Kind::BadRequest))?;
                    (posted.action, posted.forget) = (Action::Forget, Some(address));
                }
                None => posted.action = action(&value)?,
            },
            _ => return Err(Problem(Kind::BadRequest)),
        }
    }
}

/// More than is read: what came before counts. Everything else makes a form unreadable.
fn cut(posted: &mut Posted, error: &MultipartError) -> Result<(), Problem> {
    if error.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return Err(Problem(Kind::BadRequest));
    }
    posted.cut = true;
    Ok(())
}

fn action(value: &str) -> Result<Action, Problem> {
    let place = |text: &str| text.parse().map_err(|_| Problem(Kind::BadRequest));
    Ok(match value {
        "save" => Action::Save,
        "attach" => Action::Attach,
        "preview" => Action::Preview,
        "send" => Action::Send,
        other => match other.strip_prefix("remove-") {
            Some(text) => Action::Remove(place(text)?),
            None => return Err(Problem(Kind::BadRequest)),
        },
    })
}

/// As the page has it: nothing else names what goes out once.
fn key(value: String) -> Result<String, Problem> {
    let good = value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    good.then_some(value).ok_or(Problem(Kind::BadRequest))
}

async fn text(mut field: Field<'_>, most: usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_| Problem(Kind::BadRequest))? {
        if bytes.len() + piece.len() > most {
            return Err(Problem(Kind::TooLarge));
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Problem(Kind::BadRequest))
}

/// Takes a file; one for which there is no room is read to its end and not kept.
async fn file(
    mut field: Field<'_>,
    limits: &Limits,
    room: &mut u64,
    files: &mut Vec<Upload>,
) -> Result<(), MultipartError> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let media_type = field.content_type().unwrap_or_default().to_owned();
    let most = limits.blob_bytes.min(*room);
    let mut bytes = Some(Vec::new());
    while let Some(piece) = field.chunk().await? {
        bytes = bytes.filter(|kept| (kept.len() + piece.len()) as u64 <= most);
        if let Some(kept) = &mut bytes {
            kept.extend_from_slice(&piece);
        }
    }
    // No file was chosen.
    if name.is_empty() || files.len() >= MOST_FILES {
        return Ok(());
    }
    *room -= bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
    files.push(Upload {
        name,
        media_type,
        bytes,
    });
    Ok(())
}
