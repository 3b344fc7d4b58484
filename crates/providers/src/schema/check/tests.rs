//! Bad files are refused, with the file's name and the reason.

use super::{read_corrections, read_providers, read_rules};

mod providers;
mod rules;

const GOOD: &str = r#"
slug = "one"
name = "One"
group = "mailbox"
domains = ["one.example"]
mx = ["mx.one.example"]
servers = [
  { host = "smtp.one.example", port = 465, security = "tls" },
  { host = "smtp.one.example", port = 587, security = "starttls" },
]
user_name = "address"
password = "mailbox"
sign_in = ["password"]
password_sign_in = "works"
sender = "unknown"
sent_copy = "unknown"
help = "https://one.example/help"
sources = ["its page"]
date = "2026"
checked = "2026-11-22"
confidence = "high"
"#;

#[test]
fn bad_corrections_are_refused() {
    let providers = read_providers(&[("one", GOOD)]).unwrap();
    let good = "[[correction]]\npage = \"p\"\nsays = \"s\"\nright = \"r\"\nprovider = \"one\"\nsource = \"x\"\ndate = \"2026\"\n";
    assert_eq!(read_corrections(good, &providers).unwrap().len(), 1);
    for (from, to, reason) in [
        ("\"one\"", "\"two\"", "provider \"two\" is unknown"),
        ("\"r\"", "\"\"", "is empty"),
        ("source", "sauce", "unknown field"),
    ] {
        let told = read_corrections(&good.replacen(from, to, 1), &providers)
            .unwrap_err()
            .to_string();
        assert!(
            told.starts_with("data/corrections.toml: ") && told.contains(reason),
            "{told}"
        );
    }
}
