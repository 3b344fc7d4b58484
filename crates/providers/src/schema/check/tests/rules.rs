//! `data/replies`.

use super::{GOOD, read_providers, read_rules};
use crate::schema::rule_check::FAULTS;

fn rule(more: &str) -> String {
    format!(
        "[[rule]]\nsource = \"x\"\ndate = \"2026\"\nconfidence = \"high\"\naccount_fault = false\n{more}\n"
    )
}

pub(super) fn general_rules() -> String {
    let general = |fault: &&str| {
        rule(&format!(
            "fault = \"{fault}\"\ncause = \"unknown-refusal\"\ntransient = false"
        ))
    };
    FAULTS.iter().map(general).collect()
}

fn rule_problem(text: &str) -> String {
    let providers = read_providers(&[("one", GOOD)]).unwrap();
    read_rules(&[("a", text)], &providers).unwrap_err().to_string()
}

#[test]
fn bad_rules_are_refused_with_file_place_and_reason() {
    let refused = "fault = \"refused\"\ncause = \"temporary\"\n";
    for (more, reason) in [
        (
            "fault = \"refused\"\ncause = \"bad-luck\"".to_owned(),
            "cause \"bad-luck\" is unknown",
        ),
        (
            "fault = \"sunshine\"\ncause = \"temporary\"".to_owned(),
            "fault \"sunshine\" is unknown",
        ),
        (
            format!("{refused}providers = [\"nobody\"]"),
            "provider or family \"nobody\" is unknown",
        ),
        (
            format!("{refused}guide_step = \"dance\""),
            "step \"dance\" is unknown",
        ),
        (
            format!("{refused}stages = [\"lunch\"]"),
            "unknown variant `lunch`",
        ),
        (format!("{refused}enhanced = \"5.7\""), "an enhanced code is like"),
        (
            format!("{refused}enhanced = \"2.0.0\""),
            "an enhanced code is like",
        ),
        (format!("{refused}codes = [250]"), "from 400 to 599"),
        (format!("{refused}class = 3"), "a class is 4 or 5"),
        (format!("{refused}class = 4\ncodes = [450]"), "exclude each other"),
        (format!("{refused}text = [\"Upper\"]"), "in lower case"),
        (format!("{refused}any_text = [\"\"]"), "in lower case"),
        (
            format!("{refused}transient = false\nclears_after_hours = 1"),
            "what clears by itself is transient",
        ),
        (
            "fault = \"closed\"\ncause = \"closed\"".to_owned(),
            "say whether it is transient",
        ),
        (
            "fault = \"closed\"\ncause = \"closed\"\ncodes = [450]\ntransient = true".to_owned(),
            "only a reply has codes",
        ),
    ] {
        let told = rule_problem(&rule(&more));
        assert!(
            told.starts_with("data/replies/a.toml: ") && told.contains(reason),
            "{reason}: {told}"
        );
    }
    assert!(rule_problem(&rule(refused)).contains("no general rule for fault \"destination-refused\""));
}

#[test]
fn the_specific_stands_before_the_general() {
    let refused = "fault = \"refused\"\ncause = \"temporary\"\n";
    for (earlier, later) in [
        ("", "codes = [450]"),
        ("class = 4", "codes = [450, 451]"),
        ("codes = [450, 451]", "codes = [451]"),
        (
            "enhanced = \"4.7.x\"",
            "enhanced = \"4.7.12\"\nstages = [\"auth\"]",
        ),
        ("enhanced = \"x.x.12\"", "enhanced = \"x.7.12\""),
        ("stages = [\"auth\", \"data\"]", "stages = [\"auth\"]"),
        (
            "text = [\"disabled\"]",
            "text = [\"is disabled for the tenant\"]\ncodes = [535]",
        ),
        ("text = [\"a\", \"b\"]", "text = [\"c b a\"]"),
        ("any_text = [\"a\", \"b\"]", "text = [\"b\"]"),
        ("any_text = [\"a\", \"b\"]", "any_text = [\"ab\", \"xb\"]"),
        ("text = [\"a\"]", "text = [\"a\"]\nany_text = [\"x\", \"y\"]"),
        ("", "providers = [\"one\"]"),
        (
            "providers = [\"one\"]",
            "providers = [\"one\"]\npassword = \"mailbox\"",
        ),
        ("password = \"mailbox\"", "providers = [\"one\"]"),
        ("providers = [\"one\"]", "providers = [\"one\"]"),
    ] {
        let both = rule(&format!("{refused}{earlier}")) + &rule(&format!("{refused}{later}"));
        let told = rule_problem(&both);
        assert!(
            told.contains("never reached: rule 1 (temporary) of a"),
            "{earlier} / {later}: {told}"
        );
    }
}

#[test]
fn what_takes_other_things_is_no_shadow() {
    let refused = "fault = \"refused\"\ncause = \"temporary\"\n";
    let providers = read_providers(&[("one", GOOD)]).unwrap();
    for (earlier, later) in [
        ("codes = [450]", ""),
        ("codes = [450]", "class = 4"),
        ("class = 5", "codes = [450, 550]"),
        ("enhanced = \"4.7.12\"", "enhanced = \"4.7.x\""),
        ("enhanced = \"4.7.12\"", "codes = [432]"),
        ("stages = [\"auth\"]", "stages = [\"auth\", \"data\"]"),
        ("text = [\"is disabled for the tenant\"]", "text = [\"disabled\"]"),
        ("any_text = [\"a\"]", "any_text = [\"a\", \"b\"]"),
        ("providers = [\"one\"]", "codes = [450]"),
        ("password = \"app-password\"", "providers = [\"one\"]"),
    ] {
        let both = rule(&format!("{refused}{earlier}")) + &rule(&format!("{refused}{later}"));
        let told = read_rules(&[("a", &(both + &general_rules()))], &providers)
            .map_or_else(|e| e.to_string(), |_| String::new());
        assert!(
            !told.contains("rule 2 (temporary): never reached"),
            "{earlier} / {later}: {told}"
        );
    }
}
