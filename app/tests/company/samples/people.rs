//! Overview, users, one user, sender user.

use super::{Sample, World, some};
use app::pages::company::{
    Mistake, Paging, PersonLink, Said, SendsThrough, UserState,
    overview::{self, Counts, OverviewPage},
    sender_user::{self, AffectedRow, Candidate, Chosen, PreviewPage, SenderUserPage},
    user::{self, UserPage},
    users::{self, UserRow, UsersPage},
};
use model::{
    DisplayName, Host, Mailbox, Role, Security,
    settings::{
        Account, Bases, Change, Copies, Destination, Effective, Layer, NotReady, Secret, SendingMode, Stored,
    },
};

const NAMES: [(&str, &str); 7] = [
    ("Mari Maasikas", "mari@naidis.ee"),
    ("Kivi Rahn", "kivi.rahn@gmail.com"),
    ("Õie Äädikas-Ülejõe", "oie.aadikas-ulejoe@pikknimi.naidis.ee"),
    ("Jaan Tamm", "jaan@naidis.ee"),
    ("Liis Lepp", "liis@naidis.ee"),
    ("Priit Põld", "priit@naidis.ee"),
    ("Uus Kasutaja", "uus@naidis.ee"),
];

fn person(w: &World, at: usize) -> PersonLink {
    PersonLink {
        id: format!("0198a0c2-0000-7000-8000-00000000000{at}"),
        name: w.text(NAMES[at].0),
        email: w.text(NAMES[at].1),
    }
}

fn states(w: &World) -> [UserState; 7] {
    [
        UserState::Verified(w.text("22.11.2026 10:14")),
        UserState::Failing(w.text("21.11.2026 8:02")),
        UserState::Changed("server".to_owned()),
        UserState::Never,
        UserState::Incomplete(NotReady::NoPassword),
        UserState::Incomplete(NotReady::PasswordNeededAgain),
        UserState::Portal,
    ]
}

fn stored(host: &str, user: Option<&str>) -> Stored {
    let destination = Destination {
        host: Host::parse(host).unwrap(),
        port: "465".parse().unwrap(),
        security: Security::Tls,
        user_name: user.map(str::to_owned),
    };
    Stored {
        layer: Layer {
            mode: Some(SendingMode::OwnServer),
            host: Some(destination.host.clone()),
            port: Some(destination.port),
            security: Some(destination.security),
            user_name: Some(user.unwrap_or_default().parse().unwrap()),
            ..Layer::default()
        },
        secret: user.map(|_| Secret {
            destination,
            version: 1,
        }),
    }
}

fn effective(w: &World, at: usize, own: &Stored, sender_user: Option<&Stored>) -> Effective {
    let account = Account {
        name: DisplayName::parse(&w.text(NAMES[at].0)).unwrap(),
        email: Mailbox::parse(NAMES[at].1).unwrap(),
    };
    let company = Stored {
        layer: Layer {
            documents: Some(model::settings::Documents::Html),
            ..Layer::default()
        },
        secret: None,
    };
    let bases = Bases {
        sender_user,
        company: &company,
    };
    Effective::of(&account, own, bases)
}

fn candidate(w: &World, at: usize) -> Candidate {
    Candidate {
        person: person(w, at),
        through: SendsThrough::Server(w.text("smtp.zone.eu:465")),
        state: states(w)[at].clone(),
    }
}

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let mut samples = overviews(w);
    samples.extend(lists(w));
    samples.extend(ones(w));
    samples.extend(sender_users(w));
    samples.extend(previews(w));
    samples
}

fn overviews(w: &World) -> Vec<Sample> {
    let page = OverviewPage {
        said: Some(Said::NothingChanged),
        company: w.text("Näidis OÜ"),
        counts: Counts {
            users: 23,
            working: 14,
            failing: 2,
            untested: 4,
            incomplete: 3,
        },
        sender_user: Some(person(w, 0)),
        most_used: Some((SendingMode::OwnServer, 14)),
    };
    let empty = OverviewPage {
        said: None,
        company: w.text("Näidis OÜ"),
        counts: Counts::default(),
        sender_user: None,
        most_used: None,
    };
    let render = |name, page| Sample {
        name,
        html: overview::render(w.shell("/company"), page),
    };
    vec![render("overview", page), render("overview-empty", empty)]
}

fn lists(w: &World) -> Vec<Sample> {
    let users = states(w)
        .into_iter()
        .enumerate()
        .map(|(at, state)| UserRow {
            person: person(w, at),
            role: if at == 0 { Role::Admin } else { Role::User },
            mode: SendingMode::ALL[(at + 2) % 3],
            through: match at {
                0 => SendsThrough::Server(w.text("smtp.zone.eu:465")),
                4 => SendsThrough::Unknown,
                6 => SendsThrough::Portal,
                _ => SendsThrough::Server(w.text("eriti-pika-nimega-server.naidis.ee:587")),
            },
            state,
            last_sent: (at % 2 == 0).then(|| w.text("22.11.2026 9:30")),
            is_sender_user: at == 0,
        })
        .collect();
    let page = UsersPage {
        search: String::new(),
        total: Some(10_000),
        users,
        paging: Paging {
            start: some(w, "/et/company/users"),
            next: some(w, "/et/company/users?after=7"),
        },
    };
    let found = UsersPage {
        search: w.text("mari"),
        total: Some(1),
        users: page.users[..1].to_vec(),
        paging: Paging::default(),
    };
    let no_match = UsersPage {
        search: w.text("zzz"),
        ..UsersPage::default()
    };
    let render = |name, page| Sample {
        name,
        html: users::render(w.shell("/company/users"), page),
    };
    vec![
        render("users", page),
        render("users-found", found),
        render("users-no-match", no_match),
        render("users-empty", UsersPage::default()),
    ]
}

fn ones(w: &World) -> Vec<Sample> {
    let base = stored("smtp.zone.eu", Some("mari@naidis.ee"));
    let mut own = Stored::default();
    own.layer.copy = Some(Copies::parse("arved@naidis.ee").unwrap());
    own.layer.user_name = Some("kivi@naidis.ee".parse().unwrap());
    let page = UserPage {
        name: w.text(NAMES[1].0),
        email: w.text(NAMES[1].1),
        role: Role::User,
        is_sender_user: false,
        state: UserState::Failing(w.text("21.11.2026 8:02")),
        cause: some(w, "Gmail võtab vastu ainult rakenduse parooli."),
        last_sent: some(w, "20.11.2026 14:11"),
        effective: effective(w, 1, &own, Some(&base)),
        sender_user: some(w, "Mari Maasikas"),
    };
    let shared = UserPage {
        is_sender_user: true,
        role: Role::Admin,
        state: UserState::Verified(w.text("22.11.2026 10:14")),
        cause: None,
        effective: effective(w, 1, &Stored::default(), Some(&base)),
        ..page.clone()
    };
    let portal = UserPage {
        state: UserState::Portal,
        last_sent: None,
        cause: None,
        effective: effective(w, 1, &Stored::default(), None),
        sender_user: None,
        ..page.clone()
    };
    let mut nothing = Stored::default();
    nothing.layer.mode = Some(SendingMode::OwnServer);
    let incomplete = UserPage {
        state: UserState::Incomplete(NotReady::NoServer),
        effective: effective(w, 1, &nothing, None),
        ..portal.clone()
    };
    let render = |name, page| Sample {
        name,
        html: user::render(w.shell("/company/users/1"), page),
    };
    vec![
        render("user", page),
        render("user-shared", shared),
        render("user-portal", portal),
        render("user-incomplete", incomplete),
    ]
}

fn sender_users(w: &World) -> Vec<Sample> {
    let page = SenderUserPage {
        said: Some(Said::SenderUserSaved),
        mistakes: Vec::new(),
        current: Some(candidate(w, 0)),
        search: String::new(),
        total: Some(6),
        candidates: (1..7).map(|at| candidate(w, at)).collect(),
        paging: Paging {
            start: None,
            next: some(w, "/et/company/sender-user?after=7"),
        },
        chosen: Chosen::User(person(w, 2).id),
        version: 7,
    };
    let wrong = SenderUserPage {
        said: None,
        mistakes: vec![Mistake::SenderUserMissing],
        current: None,
        chosen: Chosen::Open,
        search: w.text("a"),
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: sender_user::render(w.shell("/company/sender-user"), page),
    };
    vec![
        render("sender-user", page),
        render("sender-user-error", wrong),
        render("sender-user-empty", SenderUserPage::default()),
    ]
}

fn previews(w: &World) -> Vec<Sample> {
    let (first, second) = (
        stored("smtp.zone.eu", Some("mari@naidis.ee")),
        stored("smtp.gmail.com", Some("kivi.rahn@gmail.com")),
    );
    let mut own = Stored::default();
    own.layer.user_name = Some("jaan@naidis.ee".parse().unwrap());
    own.secret = effective(w, 3, &own, Some(&first))
        .destination()
        .map(|destination| Secret {
            destination,
            version: 1,
        });
    let row = |at: usize, own: &Stored, before: Option<&Stored>| AffectedRow {
        person: person(w, at),
        before: effective(w, at, own, before),
        after: effective(w, at, own, Some(&second)),
    };
    let page = PreviewPage {
        chosen: Some(candidate(w, 1)),
        current: Some(person(w, 0)),
        affected: 21,
        counts: vec![
            (Change::PasswordNeeded, 3),
            (Change::Mode, 1),
            (Change::Server, 21),
            (Change::SignIn, 21),
            (Change::Documents, 0),
        ],
        users: vec![
            row(3, &own, Some(&first)),
            row(4, &Stored::default(), None),
            row(2, &Stored::default(), Some(&first)),
        ],
        version: 7,
    };
    let nobody = PreviewPage {
        chosen: None,
        affected: 0,
        counts: Vec::new(),
        users: Vec::new(),
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: sender_user::render_preview(w.shell("/company/sender-user"), page),
    };
    vec![
        render("sender-user-preview", page),
        render("sender-user-preview-nobody", nobody),
    ]
}
