//! Replies of servers, each in a report of its own: what they mean.

use bounce::{Recipient, read};
use model::event::Kind;

/// A report as Postfix writes it, with this reply.
fn report(reply: &str) -> String {
    let status = if reply.starts_with('4') { "4.0.0" } else { "5.0.0" };
    format!(
        "From: MAILER-DAEMON@relay.example (Mail Delivery System)\r\nTo: sender@portal.example\r\n\
         Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
         --b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; relay.example\r\n\r\n\
         Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: {status}\r\n\
         Diagnostic-Code: smtp; {reply}\r\n\r\n--b--\r\n"
    )
}

fn recipient(reply: &str) -> Recipient {
    let report = read(report(reply).as_bytes());
    assert_eq!(report.kind, Kind::Bounce, "{reply}");
    assert_eq!(report.recipients.len(), 1, "{reply}");
    report.recipients.into_iter().next().expect("one")
}

#[test]
fn what_servers_say() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in include_str!("replies/replies.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let [cause, hard, reply] = line
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .expect("three columns");
        let got = recipient(reply);
        let said = got.cause.expect("a bounce has a cause").key();
        seen += 1;
        if said != cause || got.hard != (hard == "hard") {
            wrong.push(format!(
                "{reply}\n    expected {cause} {hard}, got {said} {} by {:?}",
                got.hard, got.rule
            ));
        }
    }
    assert!(seen > 100);
    assert!(
        wrong.is_empty(),
        "{} of {seen} are read otherwise:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
