//! A letter that is written before it is sent, as a browser without script meets its pages.

mod content;
mod files;
mod sending;

use crate::support::{Answer, Browser, Program, Request, Setup, html, people::MARI};
use store::{Draft, Message, MessageQuery, Store as _};

const RELAY: &str = "relay.saatja.test";

/// A program that accepts letters for the portal's relay and sends none of them.
async fn program() -> Program {
    program_with(Setup::new().await).await
}

async fn program_with(setup: Setup) -> Program {
    setup
        .set("relay", &format!("host = \"{RELAY}\""))
        .set("relay", "port = 465")
        .set("relay", "security = \"tls\"")
        .set("delivery", "enabled = false")
        .start()
        .await
}

/// A file that is chosen in the form: name, type, content.
pub type File<'a> = (&'a str, &'a str, &'a [u8]);

/// A form with files, as browsers send it (RFC 7578).
fn multipart(request: Request, fields: &[(&str, &str)], files: &[File<'_>]) -> Request {
    const BOUNDARY: &str = "----saatja0123456789";
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend(part.into_bytes());
    }
    for (name, media_type, content) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             Content-Type: {media_type}\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    request.raw_form(body).header(
        "content-type",
        &format!("multipart/form-data; boundary={BOUNDARY}"),
    )
}

/// What is typed where a test says nothing else.
const TYPED: [(&str, &str); 5] = [
    ("to", "jaan@klient.ee"),
    ("copy", ""),
    ("blind_copy", ""),
    ("subject", "Arve 1"),
    ("text", "Tere!\r\nArve on lisatud."),
];

impl Browser {
    /// Fills the form at this address and presses a button. What `typed` does not name stands as in [`TYPED`]; version
    /// and key are those of the page.
    pub async fn writes(
        &self,
        path: &str,
        typed: &[(&str, &str)],
        files: &[File<'_>],
        button: &str,
    ) -> Answer {
        let page = self.get(path).await.expect(200).html();
        self.writes_on(&page, path, typed, files, button).await
    }

    /// The same on a page that was opened before.
    async fn writes_on(
        &self,
        page: &str,
        path: &str,
        typed: &[(&str, &str)],
        files: &[File<'_>],
        button: &str,
    ) -> Answer {
        self.send(&self.written(page, path, typed, files, button)).await
    }

    fn written(
        &self,
        page: &str,
        path: &str,
        typed: &[(&str, &str)],
        files: &[File<'_>],
        button: &str,
    ) -> Request {
        let hidden = ["version", "key", "warned"].map(|name| (name, html::value(page, name)));
        let mut fields: Vec<(&str, &str)> = hidden
            .iter()
            .filter_map(|(name, value)| Some((*name, value.as_deref()?)))
            .collect();
        for (name, usual) in TYPED {
            let value = typed.iter().find(|(of, _)| *of == name);
            fields.push((name, value.map_or(usual, |(_, value)| *value)));
        }
        fields.push(("action", button));
        multipart(self.own("POST", path), &fields, files)
    }

    /// Writes a letter and saves it; gives its address.
    pub async fn saves(&self, typed: &[(&str, &str)], files: &[File<'_>]) -> String {
        let answer = self.writes("/et/compose", typed, files, "save").await.expect(303);
        let (path, said) = answer.location().split_once('?').expect("a word about it");
        assert_eq!(said, "said=saved");
        path.to_owned()
    }
}

impl Program {
    /// Mari's drafts.
    async fn drafts(&self) -> Vec<Draft> {
        let people = self.people();
        let company = people.store().company(people.mari.company);
        let mut drafts = Vec::new();
        for draft in company.drafts(people.mari.id).await.unwrap() {
            drafts.extend(company.find_draft(people.mari.id, draft.id).await.unwrap());
        }
        drafts
    }

    /// All messages of the company.
    async fn messages(&self) -> Vec<Message> {
        let people = self.people();
        let company = people.store().company(people.mari.company);
        company.messages(&MessageQuery::default(), 100).await.unwrap()
    }

    async fn mari(&self) -> Browser {
        self.sign_in(MARI).await
    }
}

/// The lines of the summary of what is wrong.
fn mistakes(answer: Answer) -> Vec<String> {
    let page = answer.expect(422).html();
    assert!(page.contains("<title>Viga: "));
    html::part(&page, "id=\"error-summary\"", "</div>")
        .split("<li>")
        .skip(1)
        .map(html::text)
        .collect()
}
