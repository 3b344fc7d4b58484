//! The log, one message in each state, letters in doubt, the overview.

use super::{Sample, World, some};
use app::pages::{
    company::Paging,
    letters::{
        Cause, Counts, Group, Mistake, Rate, Said, Waiting,
        doubt::{self, DoubtPage, DoubtRow},
        log::{self, Filter, LogPage, LogRow},
        one::{self, Acts, FileRow, LetterView, MessagePage, Other, Tried},
        overview::{self, AccountRow, AccountState, BatchRow, Day, FailureRow, OverviewPage},
    },
};
use model::{
    message::{AttemptResult, RecipientRole},
    session::Stage,
    settings::Field,
};

const ID: &str = "019a0000-0000-7000-8000-000000000007";

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let mut samples = logs(w);
    samples.extend(messages(w));
    samples.extend(doubts(w));
    samples.extend(overviews(w));
    samples
}

fn moment(w: &World) -> (String, String) {
    (w.text("22.11.2026 kell 10:14"), "2026-11-22T08:14:00Z".to_owned())
}

fn cause(w: &World, key: &str, of_account: bool) -> Cause {
    Cause {
        key: w.text(key),
        of_account,
        provider: some(w, "Gmail"),
        server: Some((w.text("smtp.gmail.com"), "465".to_owned())),
        user: w.text("mari@gmail.com"),
        sender: w.text("mari@gmail.com"),
        egress: vec![w.text("90.190.150.210")],
        field: Some(Field::Password),
        guide: Some("/et/help/gmail#step-app-password".to_owned()),
    }
}

/// The portal's relay does not work: nothing of it is shown.
fn relays(w: &World) -> Cause {
    Cause {
        server: None,
        ..cause(w, "wrong-credentials", true)
    }
}

fn waits(w: &World) -> Vec<Waiting> {
    let when = || w.text("täna kell 14:35");
    let pace = |who: Option<&str>, rate| Waiting::Pace {
        who: who.map(|who| w.text(who)),
        rate,
        when: when(),
    };
    vec![
        Waiting::Turn,
        Waiting::Planned(when()),
        Waiting::Again {
            why: Some(cause(w, "greylisted", false)),
            when: when(),
        },
        Waiting::Again {
            why: None,
            when: when(),
        },
        pace(Some("mail.ee"), Some(Rate::Hour(15))),
        pace(Some("Microsoft 365"), Some(Rate::Minute(30))),
        pace(Some("Zone"), Some(Rate::Seconds(5))),
        pace(Some("Gmail"), Some(Rate::Day(500))),
        pace(None, None),
        Waiting::Trouble {
            why: cause(w, "connect-timeout", true),
            when: Some(when()),
        },
        Waiting::Trouble {
            why: cause(w, "connect-timeout", true),
            when: None,
        },
        Waiting::Held(cause(w, "gmail-wrong-credentials", true)),
        Waiting::Held(relays(w)),
    ]
}

fn rows(w: &World) -> Vec<LogRow> {
    let row = |state, waiting, why: Option<&str>| LogRow {
        id: ID.to_owned(),
        when: moment(w),
        recipient: w.text("klient@kliendifirma.ee"),
        subject: w.text("Arve nr 1042"),
        state,
        waiting,
        why: why.map(|why| w.text(why)),
        user: some(w, "Mari Maasikas"),
    };
    let mut rows: Vec<LogRow> = waits(w)
        .into_iter()
        .map(|waiting| row(Group::Waiting, Some(waiting), None))
        .collect();
    rows.extend(Group::ALL.map(|state| row(state, None, None)));
    rows.push(row(Group::Failed, None, Some("Sellist saajat ei ole.")));
    rows.push(LogRow {
        subject: String::new(),
        ..row(Group::Sent, None, None)
    });
    rows
}

fn logs(w: &World) -> Vec<Sample> {
    let by_state: Vec<String> = (0..=Group::ALL.len())
        .map(|at| w.text(&format!("/et/letters?state={at}")))
        .collect();
    let page = LogPage {
        all_users: true,
        counts: Counts([23, 1, 1207, 3, 4, 2, 0, 1]),
        by_state,
        in_doubt: 2,
        rows: rows(w),
        paging: Paging {
            start: None,
            next: some(w, "/et/letters?after=7"),
        },
        ..LogPage::default()
    };
    let filter = Filter {
        state: Some(Group::Failed),
        search: w.text("klient"),
        person: w.text("Mari"),
        from: w.text("2026-11-22"),
        until: w.text("2026-11-01"),
        batch: w.text(ID),
        cause: w.text("greylisted"),
    };
    let narrowed = |what: &str| Some((w.text(what), w.text("/et/letters")));
    let found = LogPage {
        filter: filter.clone(),
        batch: narrowed("Novembri arved"),
        cause: narrowed("Server palub oodata."),
        ..page.clone()
    };
    let wrong = LogPage {
        mistakes: vec![Mistake::PersonUnknown, Mistake::UntilBeforeFrom],
        rows: Vec::new(),
        counts: Counts::default(),
        paging: Paging::default(),
        ..found.clone()
    };
    let nothing = LogPage {
        mistakes: Vec::new(),
        ..wrong.clone()
    };
    let render = |name, page| Sample {
        name,
        html: log::render(w.shell("/letters"), page),
    };
    vec![
        render("letters-log", page),
        render("letters-log-filtered", found),
        render("letters-log-error", wrong),
        render("letters-log-nothing-found", nothing),
        render("letters-log-empty", LogPage::default()),
    ]
}

fn tried(w: &World) -> Vec<Tried> {
    let tried = |number, result, by: Option<&str>| Tried {
        number,
        when: moment(w),
        result,
        server: by.is_none().then(|| w.text("smtp.gmail.com:465")),
        stage: by.is_none().then_some(Stage::RcptTo),
        why: by.is_none().then(|| cause(w, "greylisted", false)),
        server_words: by.is_none().then(|| w.text("450 4.7.1 Greylisted")),
        by: by.map(|by| w.text(by)),
        next: (result == AttemptResult::Deferred).then(|| w.text("täna kell 14:35")),
    };
    vec![
        tried(1, AttemptResult::Deferred, None),
        tried(2, AttemptResult::InDoubt, None),
        tried(2, AttemptResult::SettledSent, Some("Mari Maasikas")),
        tried(2, AttemptResult::Resent, Some("Kivi Rahn")),
        tried(3, AttemptResult::Failed, None),
        Tried {
            server: None,
            stage: None,
            why: None,
            server_words: None,
            ..tried(4, AttemptResult::Sent, None)
        },
    ]
}

fn letter(w: &World) -> LetterView {
    LetterView {
        from: w.text("Mari Maasikas <mari@gmail.com>"),
        reply_to: some(w, "arved@naidis.ee"),
        to: vec![w.text("klient@kliendifirma.ee"), w.text("teine@kliendifirma.ee")],
        copy: vec![w.text("koopia@kliendifirma.ee")],
        subject: w.text("Arve nr 1042"),
        text: w.text("Tere!\n\nSaadan teile novembri arve.\n\nMari"),
        from_html: true,
        files: vec![FileRow {
            name: w.text("arve-1042.pdf"),
            size: "84 kB".to_owned(),
            url: w.text("/et/letters/7/files/0"),
        }],
    }
}

fn message(w: &World, state: Group) -> MessagePage {
    MessagePage {
        id: ID.to_owned(),
        version: 3,
        said: None,
        mistakes: Vec::new(),
        recipient: w.text("klient@kliendifirma.ee"),
        role: RecipientRole::BlindCopy,
        subject: w.text("Arve nr 1042"),
        user: some(w, "Mari Maasikas"),
        batch: Some((w.text("Novembri arved"), "/et/batches/7".to_owned())),
        reference: some(w, "arve-1042"),
        state,
        since: moment(w),
        created: moment(w),
        waiting: None,
        why: None,
        server_words: some(w, "550 5.1.1 no such user"),
        deadline: some(w, "24.11.2026 kell 10:14"),
        history: tried(w),
        events: super::events::at_letter(w),
        all_events: Some((w.text("/et/events?letter=7"), 12)),
        letter: Some(letter(w)),
        others: vec![Other {
            id: ID.to_owned(),
            recipient: w.text("teine@kliendifirma.ee"),
            role: RecipientRole::Copy,
            state: Group::Sent,
        }],
        replaces: Some(ID.to_owned()),
        replaced_by: Some(ID.to_owned()),
        acts: Acts::default(),
        address: w.text("klient@kliendifirma.ee"),
    }
}

fn messages(w: &World) -> Vec<Sample> {
    let render = |name, page| Sample {
        name,
        html: one::render(w.shell("/letters/7"), page),
    };
    let failed = MessagePage {
        why: Some(cause(w, "recipient-refused", false)),
        acts: Acts {
            resend: true,
            mend: true,
            ..Acts::default()
        },
        ..message(w, Group::Failed)
    };
    let held = MessagePage {
        waiting: Some(Waiting::Held(cause(w, "gmail-wrong-credentials", true))),
        acts: Acts {
            cancel: true,
            ..Acts::default()
        },
        history: Vec::new(),
        ..message(w, Group::Waiting)
    };
    let relay = MessagePage {
        waiting: Some(Waiting::Held(relays(w))),
        server_words: None,
        ..held.clone()
    };
    let doubt = MessagePage {
        acts: Acts {
            resend: true,
            settle: true,
            ..Acts::default()
        },
        ..message(w, Group::InDoubt)
    };
    let wrong = MessagePage {
        mistakes: vec![Mistake::AddressDomain],
        address: w.text("klient@"),
        ..failed.clone()
    };
    let gone = MessagePage {
        letter: None,
        others: Vec::new(),
        said: Some(Said::ContentGone),
        ..message(w, Group::Canceled)
    };
    let waiting = MessagePage {
        waiting: Some(Waiting::Turn),
        ..message(w, Group::Waiting)
    };
    let returned = |cause_key| MessagePage {
        why: Some(cause(w, cause_key, false)),
        acts: Acts {
            resend: true,
            mend: true,
            ..Acts::default()
        },
        all_events: None,
        ..message(w, Group::Bounced)
    };
    let mut samples = vec![
        render("letters-message-bounced", returned("returned-mailbox-full")),
        render(
            "letters-message-bounced-address",
            returned("returned-no-such-address"),
        ),
        render("letters-message-failed", failed),
        render("letters-message-held", held),
        render("letters-message-relay", relay),
        render("letters-message-doubt", doubt),
        render("letters-message-error", wrong),
        render("letters-message-gone", gone),
        render("letters-message-waiting", waiting),
    ];
    for state in Group::ALL {
        samples.push(render("letters-message", message(w, state)));
    }
    for said in Said::ALL {
        let page = MessagePage {
            said: Some(*said),
            ..message(w, Group::Sent)
        };
        samples.push(render("letters-message-said", page));
    }
    samples
}

fn doubts(w: &World) -> Vec<Sample> {
    let row = |chosen| DoubtRow {
        id: ID.to_owned(),
        changed: 3,
        recipient: w.text("klient@kliendifirma.ee"),
        subject: w.text("Arve nr 1042"),
        since: moment(w),
        user: some(w, "Mari Maasikas"),
        chosen,
    };
    let page = DoubtPage {
        decided: Some((Said::Resent, 3, 1)),
        mistakes: Vec::new(),
        total: 2,
        rows: vec![row(true), row(false)],
        paging: Paging {
            start: some(w, "/et/letters/in-doubt"),
            next: None,
        },
    };
    let wrong = DoubtPage {
        decided: None,
        mistakes: vec![Mistake::NothingChosen],
        ..page.clone()
    };
    let one = DoubtPage {
        decided: Some((Said::SettledSent, 0, 2)),
        total: 1,
        rows: vec![row(false)],
        ..page.clone()
    };
    let empty = DoubtPage {
        decided: Some((Said::SettledFailed, 1, 0)),
        ..DoubtPage::default()
    };
    let render = |name, page| Sample {
        name,
        html: doubt::render(w.shell("/letters/in-doubt"), page),
    };
    vec![
        render("letters-doubt", page),
        render("letters-doubt-error", wrong),
        render("letters-doubt-one", one),
        render("letters-doubt-empty", empty),
    ]
}

fn overviews(w: &World) -> Vec<Sample> {
    let days = (0..30)
        .map(|at: u64| Day {
            iso: format!("2026-11-{:02}", at + 1),
            words: w.text(&format!("{}.11.2026", at + 1)),
            counts: if at % 7 > 4 {
                Counts::default()
            } else {
                Counts([
                    (at == 29).into(),
                    0,
                    40 + at * 3,
                    at % 2,
                    at % 3,
                    (at == 27).into(),
                    0,
                    1,
                ])
            },
            url: w.text("/et/letters?from=2026-11-01"),
        })
        .collect();
    let account = |state, retry: bool| AccountRow {
        id: ID.to_owned(),
        name: retry.then(|| w.text("mari@gmail.com · smtp.gmail.com")),
        state,
        server_words: retry.then(|| w.text("535 5.7.8 bad credentials")),
        waiting: 23,
        retry,
        settings: retry.then(|| "/et/settings".to_owned()),
    };
    let since = || w.text("täna kell 9:02");
    let [by_pace, ..] = waits(w)
        .into_iter()
        .filter(|waiting| matches!(waiting, Waiting::Pace { .. }))
        .collect::<Vec<_>>()
        .try_into()
        .unwrap_or_else(|_: Vec<_>| std::array::from_fn::<_, 5, _>(|_| Waiting::Turn));
    let page = OverviewPage {
        said: Some(Said::Retried),
        company: some(w, "Näidis OÜ"),
        in_doubt: 1,
        days,
        accounts: vec![
            account(
                AccountState::Held(since(), cause(w, "gmail-wrong-credentials", true)),
                true,
            ),
            account(AccountState::Held(since(), relays(w)), false),
            account(
                AccountState::Trouble(
                    since(),
                    cause(w, "connect-timeout", true),
                    Some(w.text("täna kell 14:35")),
                ),
                true,
            ),
            account(AccountState::Pace(by_pace), false),
            account(AccountState::Works, false),
        ],
        batches: vec![BatchRow {
            url: w.text("/et/batches/7"),
            name: w.text("Novembri arved"),
            user: some(w, "Mari Maasikas"),
            paused: true,
            done: 120,
            total: 300,
        }],
        failures: vec![FailureRow {
            why: w.text("Sellist saajat ei ole."),
            number: 3,
            url: w.text("/et/letters?state=failed"),
        }],
        returned: vec![FailureRow {
            why: w.text("Saaja postkast on täis."),
            number: 2,
            url: w.text("/et/letters?state=bounced"),
        }],
    };
    let render = |name, page| Sample {
        name,
        html: overview::render(w.shell("/overview"), page),
    };
    vec![
        render("letters-overview", page),
        render("letters-overview-empty", OverviewPage::default()),
    ]
}
