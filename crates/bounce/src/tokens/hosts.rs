//! Names of hosts in text.

/// Words that look like a host's full name, in lower case, each once; at most 40.
pub fn hosts(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.' || c == '_')) {
        let word = word.trim_matches(['.', '-']);
        let labels = word.split('.').count();
        let good = (2..=12).contains(&labels)
            && word.len() <= 253
            && word.split('.').all(|label| !label.is_empty())
            && word
                .rsplit('.')
                .next()
                .is_some_and(|top| top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()));
        if good {
            let word = word.to_ascii_lowercase();
            if !found.contains(&word) {
                found.push(word);
            }
            if found.len() >= 40 {
                break;
            }
        }
    }
    found
}
