//! The form of letters in doubt. A letter may stand in it any number of times, which the usual reader of forms does not
//! take; apart from that it is as strict.

use crate::{
    routes::company::visit::unreadable,
    state::State,
    web::{Kind, Problem},
};
use axum::{
    extract::{FromRequest, RawForm, Request},
    response::IntoResponse as _,
};
use model::MessageId;
use std::str::FromStr;
use url::form_urlencoded;

/// The most letters that are decided about at once: as many as a page shows.
const MOST: usize = 50;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Send it again.
    Resend,
    /// It arrived.
    Sent,
    /// It did not, and need not.
    Failed,
}

impl FromStr for Act {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "resend" => Ok(Self::Resend),
            "sent" => Ok(Self::Sent),
            "failed" => Ok(Self::Failed),
            _ => Err(()),
        }
    }
}

/// What was posted.
#[derive(Debug, PartialEq, Eq)]
pub struct PostedDoubts {
    /// What is to be done.
    pub act: Act,
    /// With which letters, as they were when the person saw them: since when nobody knows, in microseconds.
    pub chosen: Vec<(MessageId, i64)>,
}

impl FromRequest<State> for PostedDoubts {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &State) -> Result<Self, Problem> {
        let RawForm(bytes) = RawForm::from_request(request, state)
            .await
            .map_err(|rejection| unreadable(rejection.into_response().status()))?;
        Self::parse(&bytes).ok_or(Problem(Kind::BadRequest))
    }
}

impl PostedDoubts {
    /// Reads the form; none where it is not one that a browser sends. A button of one letter counts for that one alone,
    /// whichever are chosen.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (mut chosen, mut act, mut one) = (Vec::new(), None, None);
        for (name, value) in form_urlencoded::parse(bytes) {
            match &*name {
                "message" if chosen.len() < MOST => chosen.push(letter(&value)?),
                "action" if act.is_none() && one.is_none() => act = Some(value.parse().ok()?),
                "one" if act.is_none() && one.is_none() => {
                    let (act, of) = value.split_once(':')?;
                    one = Some((act.parse().ok()?, letter(of)?));
                }
                _ => return None,
            }
        }
        Some(match (one, act) {
            (Some((act, letter)), None) => Self {
                act,
                chosen: vec![letter],
            },
            (None, Some(act)) => Self { act, chosen },
            _ => return None,
        })
    }
}

/// `<id>:<since>`.
fn letter(text: &str) -> Option<(MessageId, i64)> {
    let (id, since) = text.split_once(':')?;
    Some((id.parse().ok()?, since.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::{Act, PostedDoubts};

    const A: &str = "019a0000-0000-7000-8000-00000000000a";
    const B: &str = "019a0000-0000-7000-8000-00000000000b";

    #[test]
    fn one_letter_or_those_chosen() {
        let read = |text: String| PostedDoubts::parse(text.as_bytes());
        let several = read(format!("message={A}:7&message={B}:8&action=sent")).unwrap();
        assert_eq!((several.act, several.chosen.len()), (Act::Sent, 2));
        let one = read(format!("message={A}:7&one=resend%3A{B}%3A8")).unwrap();
        assert_eq!(one.act, Act::Resend);
        assert_eq!(one.chosen, [(B.parse().unwrap(), 8)]);
        assert_eq!(read("action=failed".to_owned()).unwrap().chosen, []);
        for bad in [
            String::new(),
            format!("message={A}:7"),
            "action=delete".to_owned(),
            "action=sent&action=failed".to_owned(),
            format!("action=sent&one=sent:{A}:7"),
            format!("message={A}&action=sent"),
            "message=x:7&action=sent".to_owned(),
            "action=sent&more=1".to_owned(),
        ] {
            assert_eq!(read(bad.clone()), None, "{bad}");
        }
    }
}
