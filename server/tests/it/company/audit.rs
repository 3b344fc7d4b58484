//! The log: filtered, paged, exported.

use super::{admin, mistakes};
use crate::support::{
    Answer, Program, Setup, html,
    people::MARI,
    servers::{PASSWORD, Typed},
};
use store::{Action, Actor, NewAuditEntry, Store as _};

const PAGE: &str = "/company/audit";
const EXPORT: &str = "/et/company/audit/export.csv";

async fn record(program: &Program, count: usize, subject: &str) {
    let people = program.people();
    let company = people.store().company(people.kivi.company);
    for number in 0..count {
        let entry = NewAuditEntry::new(&Actor::Program, Action::TestStarted, format!("{subject}{number}"));
        company.record(&entry).await.unwrap();
    }
}

/// The cells of a file; panics where it is none of RFC 4180.
fn cells(answer: &Answer) -> Vec<Vec<String>> {
    let text = String::from_utf8(answer.body.clone()).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut rows = vec![Vec::new()];
    let mut rest = text;
    while !rest.is_empty() {
        rest = rest
            .strip_prefix('"')
            .unwrap_or_else(|| panic!("a quote at {rest}"));
        let mut cell = String::new();
        loop {
            let (before, after) = rest.split_once('"').expect("an end");
            cell.push_str(before);
            rest = after;
            let Some(more) = rest.strip_prefix('"') else { break };
            cell.push('"');
            rest = more;
        }
        rows.last_mut().unwrap().push(cell);
        if let Some(more) = rest.strip_prefix("\r\n") {
            rest = more;
            if !rest.is_empty() {
                rows.push(Vec::new());
            }
        } else {
            rest = rest.strip_prefix(',').expect("a comma between cells");
        }
    }
    rows
}

#[tokio::test]
async fn who_did_what_is_told_in_words() {
    let program = Setup::new().await.start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    mari.save_well(Typed::new("mari@naidis.ee", "mail.naidis.ee"))
        .await;
    mari.save_well(Typed::new("mari@naidis.ee", "mail.teine.ee"))
        .await;
    let page = kivi.reads("/company/audit?action=settings.saved").await;
    for words in [
        "Mari Maasikas",
        "Seaded salvestati",
        "mail.naidis.ee →  asemele tuleb mail.teine.ee",
        "Server",
        "uus sisestatud",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(PASSWORD), "{page}");
}

#[tokio::test]
async fn filters_hold_together() {
    let program = Setup::new().await.start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    mari.save_well(Typed::new("mari@naidis.ee", "mail.naidis.ee"))
        .await;
    record(&program, 1, "Õunapuu <x>").await;
    let today = kivi.get(EXPORT).await;
    assert_eq!(
        today.status, 404,
        "an export is written into the log, so nothing is exported by looking"
    );
    let count = async |filter: &str| {
        let page = kivi.get(&format!("/et{PAGE}?{filter}")).await.expect(200).html();
        page.matches("<time datetime=").count()
    };
    let all = count("").await;
    assert!(all > 5, "{all}");
    for (filter, expected) in [
        ("action=settings.saved", 1),
        ("action=settings.saved&person=mari", 1),
        ("action=settings.saved&person=mari%40naidis.ee&text=MAASIKAS", 1),
        ("action=settings.saved&person=Kivi+Rahn", 0),
        ("text=%C3%B5unapuu", 1),
        ("text=%25", 0),
        ("from=2020-01-01&until=2020-12-31", 0),
        ("from=2020-01-01", all),
        ("until=2099-12-31", all),
    ] {
        assert_eq!(count(filter).await, expected, "{filter}");
    }
    for (filter, words) in [
        ("person=Juhan", "kasutajat firmas ei ole"),
        ("person=a", "mitu"),
        ("from=eile", "irjutage kuupäev"),
        ("until=2026-13-01", "irjutage kuupäev"),
        ("from=2026-05-04T10%3A00", "irjutage kuupäev"),
        ("from=2026-05-04&until=2026-05-03", "enne esimest"),
    ] {
        let answer = kivi.get(&format!("/et{PAGE}?{filter}")).await;
        let said = mistakes(answer);
        assert!(said.len() == 1 && said[0].contains(words), "{filter}: {said:?}");
    }
    kivi.get(&format!("/et{PAGE}?action=nothing")).await.expect(400);
    kivi.get(&format!("/et{PAGE}?before=1")).await.expect(400);
}

#[tokio::test]
async fn a_long_log_is_paged() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    record(&program, 120, "Kiri ").await;
    let (mut path, mut seen) = (format!("/et{PAGE}?action=test.started"), Vec::new());
    for page in 0.. {
        assert!(page < 4, "the list has an end");
        let page = kivi.get(&path).await.expect(200).html();
        let numbers = html::part(&page, "<tbody", "</tbody>").split("Kiri ").skip(1);
        seen.extend(numbers.map(|rest| format!("Kiri {}", rest.split('<').next().unwrap())));
        let nav = html::part(&page, "aria-label=\"Nimekirja lehed\"", "</nav>");
        let Some(next) = nav.split("href=\"").find(|rest| rest.contains("before=")) else {
            break;
        };
        path = html::decoded(next.split('"').next().unwrap());
        assert!(path.contains("action=test.started"));
    }
    let expected: Vec<String> = (0..120).rev().map(|number| format!("Kiri {number}")).collect();
    assert_eq!(seen, expected, "newest first, each once");
}

#[tokio::test]
async fn an_export_is_a_file_that_no_spreadsheet_runs() {
    let program = Setup::new().await.start().await;
    let (kivi, mari) = (admin(&program).await, program.sign_in(MARI).await);
    mari.save_well(Typed::new("mari@naidis.ee", "mail.naidis.ee"))
        .await;
    record(&program, 1, "=HYPERLINK(\"https://evil.example\");\"x\"\r\n").await;
    let answer = kivi.post(EXPORT, &[]).await.expect(200);
    assert!(
        answer
            .header("content-type")
            .unwrap()
            .starts_with("text/csv; charset=utf-8")
    );
    let disposition = answer.header("content-disposition").unwrap();
    assert!(disposition.starts_with("attachment; filename=\"saatja-20") && disposition.ends_with(".csv\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let rows = cells(&answer);
    assert_eq!(rows[0][..2], ["Millal", "Kes"]);
    assert!(rows.iter().all(|row| row.len() == 8));
    let evil = rows.iter().find(|row| row[3].contains("HYPERLINK")).unwrap();
    assert_eq!(evil[3], "'=HYPERLINK(\"https://evil.example\");\"x\"\r\n0");
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
    let saved = rows.iter().find(|row| row[5] == "settings.saved").unwrap();
    assert_eq!(saved[1], "Mari Maasikas");
    assert!(saved[4].contains("Server: tühi → mail.naidis.ee"), "{saved:?}");
    assert!(saved[7].contains("\"password_set\":true") && !format!("{rows:?}").contains(PASSWORD));
    let entry = program.audited(Action::AuditExported).await.entry;
    assert_eq!((entry.subject.as_str(), entry.after), ("Näidis OÜ", None));
}

#[tokio::test]
async fn an_export_has_what_the_filter_leaves() {
    let program = Setup::new().await.start().await;
    let kivi = admin(&program).await;
    record(&program, 1200, "Kiri ").await;
    let answer = kivi
        .post(EXPORT, &[("action", "test.started"), ("text", "kiri")])
        .await
        .expect(200);
    let rows = cells(&answer);
    assert_eq!(rows.len(), 1201);
    assert_eq!(
        (rows[1][3].as_str(), rows[1200][3].as_str()),
        ("Kiri 1199", "Kiri 0")
    );
    let entry = program.audited(Action::AuditExported).await.entry;
    assert_eq!(entry.after.unwrap()["action"], "test.started");
    let answer = kivi.post(EXPORT, &[("from", "eile")]).await;
    assert_eq!(mistakes(answer), ["Alates: kirjutage kuupäev."]);
    assert_eq!(program.audit(Action::AuditExported).await.len(), 1);
}
