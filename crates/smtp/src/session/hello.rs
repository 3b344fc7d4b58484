//! Greeting and EHLO.

use super::{
    extensions::Extensions,
    journal::{Failure, Phase},
    open::Opening,
    talk::{Talk, meaning},
};
use crate::guard::GuardFault;
use model::{
    port::Port,
    session::{Detail, Fault, Reply, Stage},
};
use tokio::io::{AsyncRead, AsyncWrite};

impl Opening<'_> {
    /// The greeting (RFC 5321, section 3.1). Its text is told to nobody: what listens there has not proved
    /// that it is a mail server for users.
    pub async fn greeting<S>(&mut self, talk: &mut Talk<S>, encrypted: bool) -> Result<(), Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let heard = talk.hear_raw(talk.deadlines.greeting).await;
        self.journal.phase(Phase::Talking);
        let fault = match heard {
            Ok(raw) => {
                self.journal.server_said(&raw, |_, _| raw.code >= 400);
                let reply = self.journal.reply(&raw);
                match raw.code {
                    220 => {
                        self.journal.passed(Stage::Greeting, Detail::Nothing);
                        return Ok(());
                    }
                    _ if reply.is_positive() => Fault::NotSmtp,
                    _ => Fault::Refused(reply),
                }
            }
            Err(GuardFault::Silent) if !encrypted && self.to.port == Port::SUBMISSIONS => {
                Fault::SilentWantsTls
            }
            Err(GuardFault::Silent) => Fault::SilentServer,
            Err(GuardFault::TlsRecord) if !encrypted => Fault::PlainAgainstTls,
            Err(fault) => meaning(fault),
        };
        Err(self.journal.failed(Stage::Greeting, fault, Detail::Nothing))
    }

    /// EHLO, or HELO where the server does not know it (RFC 5321, section 3.2): then it offers nothing.
    pub async fn ehlo<S>(&mut self, talk: &mut Talk<S>, encrypted: bool) -> Result<Extensions, Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let fault = match self.hello(talk, "EHLO", encrypted).await {
            Ok(Ok(offers)) => return Ok(offers),
            Ok(Err(reply)) if matches!(reply.code, 500 | 502) => {
                match self.hello(talk, "HELO", encrypted).await {
                    Ok(Ok(_)) => return Ok(Extensions::default()),
                    Ok(Err(reply)) => Fault::Refused(reply),
                    Err(fault) => fault,
                }
            }
            Ok(Err(reply)) => Fault::Refused(reply),
            Err(fault) => fault,
        };
        Err(self.journal.failed(Stage::Ehlo, fault, Detail::Nothing))
    }

    async fn hello<S>(
        &mut self,
        talk: &mut Talk<S>,
        word: &str,
        encrypted: bool,
    ) -> Result<Result<Extensions, Reply>, Fault>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let command = format!("{word} {}", self.courier.ehlo);
        self.journal.we_said(&command);
        talk.say(&format!("{command}\r\n"), self.journal).await?;
        let raw = talk.hear_raw(talk.deadlines.command).await.map_err(meaning)?;
        self.journal.server_said(&raw, |number, line| {
            raw.code >= 400 || (number > 0 && (encrypted || Extensions::is_known(line)))
        });
        match raw.code {
            250 => Ok(Ok(Extensions::read(&raw.lines))),
            400.. => Ok(Err(self.journal.reply(&raw))),
            _ => Err(Fault::NotSmtp),
        }
    }
}
