//! Network, encryption, retention, audit log.

use super::{Sample, World, some};
use app::pages::company::{
    Mistake, Paging, Said, ServerForm,
    audit::{self, AuditPage, AuditRow, FieldChange, Filter, Who},
    encryption::{
        self, AddPage, Addition, EncryptionPage, ExceptionRow, Freshness, RemovePage, SignInAgain, Trusted,
        Typed,
    },
    network::{self, EventMailbox, NetworkPage, RenamePage},
    retention::{self, RetentionPage, ShorterPage},
};

const SHA256: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let mut samples = networks(w);
    samples.extend(encryptions(w));
    samples.extend(asked(w));
    samples.extend(retentions(w));
    samples.extend(audits(w));
    samples
}

fn networks(w: &World) -> Vec<Sample> {
    let event = EventMailbox {
        name: w.text("naidis-ou"),
        domain: w.text("event.portaal.ee"),
    };
    let page = NetworkPage {
        said: Some(Said::EventNameSaved),
        mistakes: Vec::new(),
        egress: ["90.190.150.210", "90.190.150.211", "2001:7d0:8a::1"]
            .map(|address| w.text(address))
            .into(),
        event: Some(event.clone()),
        event_name: w.text("naidis-ou"),
        version: 7,
    };
    let wrong = NetworkPage {
        said: None,
        mistakes: vec![Mistake::EventNameTaken],
        ..page.clone()
    };
    let rename = RenamePage {
        before: event,
        event_name: w.text("arved"),
        users: 4,
        days: 90,
        version: 7,
    };
    let render = |name, page| Sample {
        name,
        html: network::render(w.shell("/company/network"), page),
    };
    vec![
        render("network", page),
        render("network-error", wrong),
        render("network-empty", NetworkPage::default()),
        Sample {
            name: "network-rename",
            html: network::render_rename(w.shell("/company/network"), rename),
        },
    ]
}

fn trusted(w: &World) -> [Trusted; 4] {
    let authority = |over| Trusted::Authority {
        name: w.text("Näidis OÜ sisemine CA"),
        from: w.text("1.01.2025"),
        until: w.text("1.01.2035"),
        over,
    };
    [
        authority(false),
        authority(true),
        Trusted::Pin {
            server: w.text("mail.naidis.ee:465"),
            sha256: SHA256.to_owned(),
        },
        Trusted::PlainPassword {
            server: w.text("vana.naidis.ee:25"),
        },
    ]
}

fn exception(w: &World, trusted: Trusted) -> ExceptionRow {
    ExceptionRow {
        id: "7".to_owned(),
        trusted,
        by: w.text("Mari Maasikas"),
        when: w.text("22.11.2026 10:14"),
    }
}

fn encryptions(w: &World) -> Vec<Sample> {
    let page = EncryptionPage {
        said: Some(Said::ExceptionAdded),
        mistakes: Vec::new(),
        exceptions: trusted(w).map(|trusted| exception(w, trusted)).into(),
        freshness: Freshness::Fresh,
        typed: Typed::default(),
        plain_allowed: true,
    };
    let wrong = EncryptionPage {
        said: None,
        mistakes: vec![
            Mistake::AuthorityIsNone,
            Mistake::ServerInvalid(ServerForm::Pin),
            Mistake::PinInvalid,
            Mistake::PortInvalid(ServerForm::Plain),
            Mistake::PlainNotUnderstood,
        ],
        exceptions: Vec::new(),
        typed: Typed {
            pem: w.text("-----BEGIN CERTIFICATE-----\nMIIB\n</textarea>"),
            pin_server: w.text("mail"),
            pin_port: w.text("465"),
            sha256: w.text("9f86"),
            plain_server: w.text("vana.naidis.ee"),
            plain_port: w.text("x"),
        },
        ..page.clone()
    };
    let stale = EncryptionPage {
        said: None,
        freshness: Freshness::SignInAgain(vec![
            SignInAgain::Link {
                label: w.text("Logi sisse portaali kaudu"),
                url: "/sign-in/portaal".to_owned(),
            },
            SignInAgain::Explained(w.text("Või avage see leht portaalist uuesti.")),
        ]),
        ..page.clone()
    };
    let empty = EncryptionPage {
        said: None,
        exceptions: Vec::new(),
        plain_allowed: false,
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: encryption::render(w.shell("/company/encryption"), page),
    };
    vec![
        render("encryption", page),
        render("encryption-error", wrong),
        render("encryption-sign-in-again", stale),
        render("encryption-empty", empty),
    ]
}

fn asked(w: &World) -> Vec<Sample> {
    let [authority, _, pin, plain] = trusted(w);
    let add = |name, trusted: Trusted| {
        let addition = Addition {
            trusted,
            pem: w.text("-----BEGIN CERTIFICATE-----"),
            server: w.text("mail.naidis.ee"),
            port: w.text("465"),
        };
        let page = AddPage { addition, users: 3 };
        Sample {
            name,
            html: encryption::render_add(w.shell("/company/encryption"), page),
        }
    };
    let remove = |name, trusted: Trusted| {
        let page = RemovePage {
            exception: exception(w, trusted),
            users: 0,
        };
        Sample {
            name,
            html: encryption::render_remove(w.shell("/company/encryption"), page),
        }
    };
    vec![
        add("encryption-add-authority", authority.clone()),
        add("encryption-add-pin", pin.clone()),
        add("encryption-add-plain", plain.clone()),
        remove("encryption-remove-authority", authority),
        remove("encryption-remove-pin", pin),
        remove("encryption-remove-plain", plain),
    ]
}

fn retentions(w: &World) -> Vec<Sample> {
    let page = RetentionPage {
        said: Some(Said::Conflict),
        tests_days: w.text("90"),
        tests_most: 400,
        audit_most: 730,
        ..RetentionPage::default()
    };
    let wrong = RetentionPage {
        said: None,
        mistakes: vec![Mistake::TestsDaysInvalid(400), Mistake::AuditDaysInvalid(730)],
        audit_days: w.text("kaua"),
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: retention::render(w.shell("/company/retention"), page),
    };
    let shorter = |name, tests: bool, audit: bool| Sample {
        name,
        html: retention::render_shorter(
            w.shell("/company/retention"),
            ShorterPage {
                tests_days: "30".to_owned(),
                audit_days: w.text(""),
                tests_before: tests.then(|| w.text("23.10.2026")),
                audit_before: audit.then(|| w.text("22.11.2025")),
                version: 7,
            },
        ),
    };
    vec![
        render("retention", page),
        render("retention-error", wrong),
        shorter("retention-shorter", true, true),
        shorter("retention-shorter-tests", true, false),
    ]
}

fn audits(w: &World) -> Vec<Sample> {
    let change = |field: &str, before: Option<&str>, after: Option<&str>| FieldChange {
        field: w.text(field),
        before: before.map(|text| w.text(text)),
        after: after.map(|text| w.text(text)),
    };
    let whos = [
        Who::User(w.text("Mari Maasikas")),
        Who::ApiKey(w.text("Palgaprogramm")),
        Who::Portal(w.text("naidis")),
        Who::Operator,
        Who::Program,
    ];
    let entries = whos
        .into_iter()
        .enumerate()
        .map(|(at, who)| AuditRow {
            when: w.text("22.11.2026 10:14"),
            iso: "2026-11-22T08:14:00Z".to_owned(),
            who,
            action: w.text(["settings.saved", "api-key.rotated"][at % 2]),
            subject: w.text("Kivi Rahn"),
            changes: if at == 2 {
                Vec::new()
            } else {
                vec![
                    change("host", Some("smtp.zone.eu"), Some("smtp.gmail.com")),
                    change("user_name", None, Some("kivi.rahn@gmail.com")),
                    change("odd_field", Some("1"), None),
                ]
            },
        })
        .collect();
    let page = AuditPage {
        mistakes: Vec::new(),
        filter: Filter::default(),
        actions: vec!["settings.saved".to_owned(), w.text("later.added")],
        entries,
        paging: Paging {
            start: None,
            next: some(w, "/et/company/audit?before=7"),
        },
        export: w.text("/et/company/audit.csv"),
    };
    let wrong = AuditPage {
        mistakes: vec![Mistake::PersonUnknown, Mistake::UntilBeforeFrom],
        filter: Filter {
            action: "settings.saved".to_owned(),
            person: w.text("Kes"),
            text: w.text("kivi"),
            from: w.text("2026-11-22"),
            until: w.text("2026-11-01"),
        },
        entries: Vec::new(),
        paging: Paging::default(),
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: audit::render(w.shell("/company/audit"), page),
    };
    vec![
        render("audit", page),
        render("audit-error", wrong),
        render("audit-empty", AuditPage::default()),
    ]
}
