//! Temporary.
#[path = "../../../bench/src"]
mod b {
    pub mod bounces;
}
use b::bounces;
fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let half = std::env::args().nth(2);
    let path = std::path::Path::new(&folder);
    if half.as_deref() == Some("codes") {
        for m in bounces::read_folder(path).unwrap() {
            let r = bounce::read(&m.raw);
            if r.recipients.len() != m.labels.len() {
                println!(
                    "{}: {} recipients, not {}: {:?}",
                    m.file,
                    r.recipients.len(),
                    m.labels.len(),
                    r.recipients.iter().map(|r| &r.address).collect::<Vec<_>>()
                );
            }
            for (l, g) in m.labels.iter().zip(&r.recipients) {
                if l.status.is_some() && l.status != g.status.map(|s| s.to_string()) {
                    println!(
                        "{}: status {:?} got {:?} {}",
                        m.file,
                        l.status,
                        g.status.map(|s| s.to_string()),
                        g.evidence
                    );
                }
                if l.reply_code.is_some() && l.reply_code != g.reply_code {
                    println!(
                        "{}: reply {:?} got {:?} {}",
                        m.file, l.reply_code, g.reply_code, g.evidence
                    );
                }
            }
            for g in &r.recipients {
                if g.address.as_deref().is_none_or(|a| !a.contains('@')) {
                    println!("{}: address {:?}", m.file, g.address);
                }
            }
            if r.returned.as_ref().is_none_or(|r| r.message_id.is_none()) {
                println!("{}: no message id", m.file);
            }
        }
        return;
    }
    if let Some(half) = half {
        let mut mails = bounces::read_folder(path).unwrap();
        // FNV of the host
        mails.retain(|m| {
            let h = m.host().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
                (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)
            });
            (if (h >> 17) & 1 == 0 { "a" } else { "b" }) == half
        });
        let hosts: std::collections::BTreeSet<_> = mails.iter().map(|m| m.host().to_owned()).collect();
        println!("{} mails {hosts:?}", mails.len());
        let score = bounces::Score::of(&mails, &|_, _| false);
        println!("{score}");
        if std::env::args().nth(3).is_some() {
            for w in &score.wrong {
                println!("{w}");
            }
        }
    } else {
        bounces::run(path).unwrap();
    }
}
