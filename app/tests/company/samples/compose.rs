//! Writing a letter: empty, full, with mistakes, its preview; letters that are not finished.

use super::{Sample, World, some};
use app::{
    components::{badge::Mood, notice::Notice},
    pages::{
        compose::{
            self, ComposePage, FileRow, Largest, Mistake, Typed,
            drafts::{self, DraftRow, DraftsPage},
            preview::{self, PreviewPage},
            sent::{self, SentPage},
        },
        events::BadAddresses,
        settings::Preview,
    },
};
use model::{
    DisplayName, Mailbox,
    settings::{Destination, MassMailing, NotReady, Outgoing},
};

const DRAFT: &str = "01990000-0000-7000-8000-00000000000d";

fn mailbox(text: &str) -> Mailbox {
    text.parse().unwrap()
}

fn ready() -> Preview {
    Preview {
        outgoing: Ok(Outgoing {
            from_name: DisplayName::parse("Mari Maasikas").unwrap(),
            from: mailbox("mari@naidis.ee"),
            reply_to: None,
            envelope_sender: mailbox("mari@naidis.ee"),
            destination: Destination {
                host: model::Host::parse("mail.mail.ee").unwrap(),
                port: "465".parse().unwrap(),
                security: model::Security::Tls,
                user_name: Some("mari@naidis.ee".to_owned()),
            },
            copy: vec![mailbox("arhiiv@naidis.ee")],
            blind_copy: Vec::new(),
        }),
        by_portal: false,
        sender_user: None,
        mass_mailing: MassMailing::ByOwnServer,
    }
}

fn not_ready() -> Preview {
    Preview {
        outgoing: Err(NotReady::NoPassword),
        ..ready()
    }
}

fn files(w: &World) -> Vec<FileRow> {
    [
        ("Arve 20261122.pdf", 84_213),
        ("Hinnakiri 2027 õigete hindadega.xlsx", 1_412_000),
    ]
    .into_iter()
    .map(|(name, size)| FileRow {
        name: w.text(name),
        size,
    })
    .collect()
}

const TEXT: &str = "Tere!\n\nSaadame Teile novembri arve. Maksetähtaeg on 6.12.2026.\n\nHeade soovidega\nMari Maasikas\nNäidis OÜ";

fn empty() -> ComposePage {
    ComposePage {
        draft: None,
        key: "0123456789abcdef0123456789abcdef".to_owned(),
        version: 0,
        notice: None,
        mistakes: Vec::new(),
        typed: Typed::default(),
        files: Vec::new(),
        look: false,
        preview: not_ready(),
        largest: Largest { file: 18, letter: 25 },
        saved: None,
        bad: BadAddresses::default(),
    }
}

fn full(w: &World) -> ComposePage {
    ComposePage {
        draft: Some(DRAFT.to_owned()),
        key: String::new(),
        version: 3,
        notice: Some(Notice {
            mood: Mood::Good,
            words: texts::texts(w.language).get("compose-said-saved"),
        }),
        typed: Typed {
            to: w.text("jaan@klient.ee, kati@klient.ee"),
            copy: w.text("raamatupidaja@naidis.ee"),
            blind_copy: String::new(),
            subject: w.text("Arve 20261122 · Näidis OÜ"),
            text: w.text(TEXT),
        },
        files: files(w),
        look: true,
        preview: ready(),
        saved: some(w, "22.11.2026 kell 10:14"),
        ..empty()
    }
}

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let sample = |name, html| Sample { name, html };
    let own = format!("/compose/{DRAFT}");
    let wrong = ["to", "copy", "blind-copy", "subject", "text", "files"].map(|field| Mistake {
        field,
        words: w.text("„jaan“ ei ole e-posti aadress: see on kujul nimi@ettevote.ee."),
    });
    let mistaken = ComposePage {
        mistakes: wrong.to_vec(),
        notice: None,
        ..full(w)
    };
    let row = |subject: &str, to: &str, more, files| DraftRow {
        id: DRAFT.to_owned(),
        subject: if subject.is_empty() {
            String::new()
        } else {
            w.text(subject)
        },
        to: if to.is_empty() { String::new() } else { w.text(to) },
        more,
        files,
        saved: w.text("22.11.2026 kell 10:14"),
    };
    let listed = DraftsPage {
        notice: None,
        drafts: vec![
            row(
                "Arve 20261122 · Näidis OÜ",
                "jaan@klient.ee, kati@klient.ee",
                17,
                2,
            ),
            row("", "", 0, 0),
        ],
    };
    let previewed = PreviewPage {
        draft: DRAFT.to_owned(),
        version: 3,
        notice: None,
        to: vec![w.text("jaan@klient.ee"), w.text("kati@klient.ee")],
        copy: vec![w.text("arhiiv@naidis.ee")],
        blind_copy: vec![w.text("raamatupidaja@naidis.ee")],
        subject: w.text("Arve 20261122 · Näidis OÜ"),
        text: w.text(TEXT),
        look: true,
        files: files(w),
        preview: ready(),
        bad: BadAddresses::default(),
    };
    let warned = PreviewPage {
        bad: super::events::bad(w, 0, None),
        ..previewed.clone()
    };
    let warned_draft = ComposePage {
        bad: super::events::bad(w, 0, None),
        ..full(w)
    };
    let sent = SentPage {
        subject: w.text("Arve 20261122 · Näidis OÜ"),
        recipients: 3,
        back: "https://portaal.ee/arved/1".to_owned(),
        portal: some(w, "Portaal"),
        letter: format!("/{}/letters/{DRAFT}", w.language),
    };
    vec![
        sample("compose-new", compose::render(w.shell("/compose"), empty())),
        sample("compose-draft", compose::render(w.shell(&own), full(w))),
        sample("compose-error", compose::render(w.shell(&own), mistaken)),
        sample("compose-preview", preview::render(w.shell(&own), previewed)),
        sample("compose-preview-warned", preview::render(w.shell(&own), warned)),
        sample(
            "compose-draft-warned",
            compose::render(w.shell(&own), warned_draft),
        ),
        sample("compose-sent", sent::render(w.shell("/drafts"), sent)),
        sample("drafts", drafts::render(w.shell("/drafts"), listed)),
        sample(
            "drafts-empty",
            drafts::render(w.shell("/drafts"), DraftsPage::default()),
        ),
    ]
}
