//! One IMAP session: sign in, open the INBOX for reading alone, search, fetch, mark with a word of our own.

mod fetch;
mod login;

pub use fetch::{HEADERS_AT_ONCE, Header};
pub use login::Login;

use crate::{
    fault::Fault,
    wire::{Answer, Code, MOST_BYTES, Response, Status, Token, Wire},
};
use jiff::civil::Date;

/// The word that says in the mailbox that Saatja has read a report. It is no flag that a mail program acts on.
pub const KEYWORD: &str = "$SaatjaRead";

/// A session with a server that proved its name and has not been told a password yet.
#[derive(Debug)]
pub struct Session {
    wire: Wire,
    offers: Vec<String>,
    /// The INBOX is open so that marks can be set.
    may_mark: Option<bool>,
}

/// An opened INBOX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// Changes when the mails' numbers mean other mails than before (RFC 9051, section 2.3.1.1).
    pub uid_validity: u32,
    /// The number that the next mail will have; none where the server does not say.
    pub uid_next: Option<u32>,
    /// How many mails there are.
    pub mails: u32,
}

/// Which mails are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that came on this day or later, by the server's calendar.
    Since(Date),
    /// Those with these numbers.
    Numbers {
        /// The first.
        first: u32,
        /// The last; none: to the end.
        last: Option<u32>,
    },
}

impl Session {
    pub(crate) async fn begin(wire: Wire) -> Result<Self, Fault> {
        let mut session = Self {
            wire,
            offers: Vec::new(),
            may_mark: None,
        };
        session.ask_offers().await?;
        Ok(session)
    }

    async fn ask_offers(&mut self) -> Result<(), Fault> {
        let mut offers = Vec::new();
        let answer = self
            .ask("CAPABILITY", |data| {
                if let [word, rest @ ..] = data
                    && word.is("CAPABILITY")
                {
                    offers = rest
                        .iter()
                        .filter_map(|token| match token {
                            Token::Word(word) => Some(String::from_utf8_lossy(word).to_ascii_uppercase()),
                            _ => None,
                        })
                        .collect();
                }
                Ok(())
            })
            .await?;
        done(answer)?;
        // RFC 3501 and RFC 9051 both name themselves
        if !offers.iter().any(|offer| offer.starts_with("IMAP4")) {
            return Err(Fault::NotImap);
        }
        self.offers = offers;
        Ok(())
    }

    fn offers(&self, what: &str) -> bool {
        self.offers.iter().any(|offer| offer == what)
    }

    /// Opens the INBOX for reading alone: nothing in it changes, whatever is asked (EXAMINE).
    ///
    /// # Errors
    /// [`Fault::NoInbox`] where the server has none.
    pub async fn examine(&mut self) -> Result<Opened, Fault> {
        self.may_mark = None;
        self.open("EXAMINE INBOX").await.map(|(opened, _)| opened)
    }

    /// Opens the INBOX so that [`Session::mark`] can mark, and says whether the server keeps our [`KEYWORD`].
    ///
    /// # Errors
    /// [`Fault::NoInbox`] where the server has none.
    pub async fn open_for_marks(&mut self) -> Result<(Opened, bool), Fault> {
        let (opened, keeps) = self.open("SELECT INBOX").await?;
        self.may_mark = Some(keeps);
        Ok((opened, keeps))
    }

    async fn open(&mut self, command: &str) -> Result<(Opened, bool), Fault> {
        let (mut validity, mut next, mut mails, mut keeps) = (None, None, 0, false);
        let tag = self.wire.say(command, MOST_BYTES, 1024).await?;
        let answer = self
            .wire
            .answer(&tag, |response| {
                match response {
                    Response::Status { code, .. } => match code.name.as_str() {
                        "UIDVALIDITY" => validity = number(&code),
                        "UIDNEXT" => next = number(&code),
                        "PERMANENTFLAGS" => keeps = keeps_keyword(&code),
                        _ => {}
                    },
                    Response::Data(data) => {
                        if let [count, word] = data.as_slice()
                            && word.is("EXISTS")
                        {
                            mails = count.number().unwrap_or(0);
                        }
                    }
                    Response::GoOn(_) => {}
                }
                Ok(())
            })
            .await?;
        match answer.status {
            Status::Ok => {}
            _ if is_for_now(&answer) => return Err(Fault::Unavailable(answer.text)),
            _ => return Err(Fault::NoInbox(answer.text)),
        }
        let uid_validity = validity.ok_or(Fault::NotImap)?;
        let opened = Opened {
            uid_validity,
            uid_next: next.filter(|&next| next > 0),
            mails,
        };
        Ok((opened, keeps && answer.code.name != "READ-ONLY"))
    }

    /// The numbers of the mails that are wanted, in order. The server's word is not taken for it that there are no
    /// others: only numbers that were asked for come back.
    ///
    /// # Errors
    /// [`Fault::Refused`] where the server does not search.
    pub async fn search(&mut self, wanted: Wanted) -> Result<Vec<u32>, Fault> {
        let command = match wanted {
            Wanted::Since(day) => format!("UID SEARCH SINCE {}", imap_date(day)),
            Wanted::Numbers { first, last: None } => format!("UID SEARCH UID {first}:*"),
            Wanted::Numbers {
                first,
                last: Some(last),
            } => format!("UID SEARCH UID {first}:{last}"),
        };
        let mut found = Vec::new();
        let answer = self
            .ask(&command, |data| {
                if let [word, numbers @ ..] = data
                    && word.is("SEARCH")
                {
                    found.extend(numbers.iter().filter_map(Token::number));
                }
                Ok(())
            })
            .await?;
        done(answer)?;
        if let Wanted::Numbers { first, last } = wanted {
            // `n:*` names the last mail too where that is older than n
            found.retain(|&uid| uid >= first && last.is_none_or(|last| uid <= last));
        }
        found.retain(|&uid| uid > 0);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Marks a mail with our [`KEYWORD`], if the INBOX is open for that and keeps it. Nothing else of it is changed.
    ///
    /// # Errors
    /// The connection's; a server that does not mark is no fault.
    pub async fn mark(&mut self, uid: u32) -> Result<(), Fault> {
        if self.may_mark == Some(true) {
            let command = format!("UID STORE {uid} +FLAGS.SILENT ({KEYWORD})");
            self.ask(&command, |_| Ok(())).await?;
        }
        Ok(())
    }

    /// Ends the session; nobody waits long for the answer.
    pub async fn log_out(self) {
        self.wire.log_out().await;
    }

    /// One command whose data goes to `each`.
    async fn ask(
        &mut self,
        command: &str,
        mut each: impl FnMut(&[Token]) -> Result<(), Fault>,
    ) -> Result<Answer, Fault> {
        let tag = self.wire.say(command, MOST_BYTES, 1024).await?;
        self.wire
            .answer(&tag, |response| match response {
                Response::Data(data) => each(&data),
                _ => Ok(()),
            })
            .await
    }
}

/// That a command was done.
fn done(answer: Answer) -> Result<(), Fault> {
    match answer.status {
        Status::Ok => Ok(()),
        _ if is_for_now(&answer) => Err(Fault::Unavailable(answer.text)),
        _ => Err(Fault::Refused(answer.text)),
    }
}

/// Whether a refusal clears by itself (RFC 5530).
fn is_for_now(answer: &Answer) -> bool {
    matches!(
        answer.code.name.as_str(),
        "UNAVAILABLE" | "INUSE" | "LIMIT" | "SERVERBUG"
    )
}

fn number(code: &Code) -> Option<u32> {
    std::str::from_utf8(&code.rest).ok()?.trim().parse().ok()
}

/// Whether new words may be set for good (`\*`), or ours is known already.
fn keeps_keyword(code: &Code) -> bool {
    let flags = String::from_utf8_lossy(&code.rest);
    flags
        .trim_matches(['(', ')', ' '])
        .split(' ')
        .any(|flag| flag == "\\*" || flag.eq_ignore_ascii_case(KEYWORD))
}

/// As IMAP writes days: `3-Nov-2026` (RFC 9051, `date`).
fn imap_date(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let month = usize::from(day.month().unsigned_abs()).saturating_sub(1);
    format!("{}-{}-{:04}", day.day(), MONTHS[month % 12], day.year())
}

#[cfg(test)]
mod tests {
    use super::{KEYWORD, imap_date, keeps_keyword};
    use crate::wire::Code;
    use jiff::civil::date;

    #[test]
    fn days_as_imap_writes_them() {
        assert_eq!(imap_date(date(2026, 11, 3)), "3-Nov-2026");
        assert_eq!(imap_date(date(2027, 1, 31)), "31-Jan-2027");
    }

    #[test]
    fn which_mailboxes_keep_our_word() {
        for (flags, keeps) in [
            (r"(\Answered \Seen \*)", true),
            (r"(\Answered \Seen)", false),
            ("()", false),
            ("", false),
            (&format!(r"(\Seen {})", KEYWORD.to_lowercase()), true),
        ] {
            let code = Code {
                name: "PERMANENTFLAGS".to_owned(),
                rest: flags.as_bytes().to_vec(),
            };
            assert_eq!(keeps_keyword(&code), keeps, "{flags}");
        }
    }
}
