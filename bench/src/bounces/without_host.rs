//! Each reporting host in turn, read without what was only ever of use for its own mails.

use super::{
    labels::Mail,
    score::{Score, share},
};
use bounce::Rule;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Prints the table. `whole` is the score with all rules.
pub fn print(mails: &[Mail], whole: &Score) {
    let mut used_by: HashMap<Rule, BTreeSet<&str>> = HashMap::new();
    for (at, rule, _) in &whole.decided {
        if let Some(rule) = rule {
            used_by.entry(*rule).or_default().insert(mails[*at].host());
        }
    }
    let score = |strict: bool| {
        Score::of(mails, &|mail, rule| {
            let other = used_by
                .get(&rule)
                .is_some_and(|hosts| hosts.iter().any(|host| *host != mail.host()));
            let by_rfc = matches!(rule, Rule::Status(_) | Rule::Reply(_) | Rule::Structure);
            !(by_rfc || other || !strict && bounce::is_general(rule))
        })
    };
    let (fair, strict) = (score(false), score(true));
    println!("\n### Without the host's own rules\n");
    println!(
        "For each mail, a phrase counts only if it decides another host's mail of this folder too, or (second column) if \
         its rule is marked `general`: written from what is known of mail servers outside this folder. The third column \
         leaves those out too, so that a phrase which this folder needs once is never there: the lower bound. Codes \
         count always: they are by RFC. What mail is, and whom it is about, is found without rules of one host.\n"
    );
    println!("| | all rules | without own | without own and general |\n|---|---|---|---|");
    println!(
        "| cause | {} | {} | {} |",
        share(whole.cause()),
        share(fair.cause()),
        share(strict.cause())
    );
    println!(
        "| hard or soft | {} | {} | {} |",
        share(whole.hard()),
        share(fair.hard()),
        share(strict.hard())
    );
    println!(
        "\n| host | mails | cause | cause, without own | without own and general |\n|---|---|---|---|---|"
    );
    for (host, [all, whole, fair, strict]) in by_host(mails, [whole, &fair, &strict]) {
        println!("| {host} | {all} | {whole} | {fair} | {strict} |");
    }
}

fn by_host<'x>(mails: &'x [Mail], scores: [&Score; 3]) -> BTreeMap<&'x str, [usize; 4]> {
    let mut table: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (column, score) in scores.into_iter().enumerate() {
        for (at, _, right) in &score.decided {
            let row = table.entry(mails[*at].host()).or_default();
            row[0] += usize::from(column == 0);
            row[column + 1] += usize::from(*right);
        }
    }
    table
}
