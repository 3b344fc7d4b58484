//! What was found about a field, at the field: the same HTML as the server renders.

use super::dom;
use crate::phrases::{Phrases, finding_sentence, repair_words};
use model::settings::{Field, Finding, Severity};

pub(super) fn show(field: Field, findings: &[&Finding], phrases: &Phrases) {
    let key = field.key();
    let Some(place) = dom::by_id(&[key, "-findings"].concat()) else {
        return;
    };
    let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
    if let Some(wrapper) = place.closest("[data-field]").ok().flatten() {
        // Fails only where the name is no class name.
        let _ = wrapper.class_list().toggle_with_force("err", has_error);
        // What is wrong is not folded away.
        if has_error && let Some(details) = wrapper.closest("details").ok().flatten() {
            dom::set_attribute(&details, "open", Some(""));
        }
    }
    if let Some(input) = dom::by_id(key) {
        dom::set_attribute(&input, "aria-invalid", has_error.then_some("true"));
    }
    // Untouched while it stays the same: nothing is read out twice, and focus stays on a button.
    let keys: Vec<&str> = findings.iter().map(|finding| finding.key.as_str()).collect();
    let words: Vec<String> = findings
        .iter()
        .map(|finding| finding_sentence(phrases, finding))
        .collect();
    let now = [keys.join(" "), words.join(" ")].concat();
    if place.get_attribute("data-shown").as_deref() == Some(&now) {
        return;
    }
    dom::set_attribute(&place, "data-shown", Some(&now));
    place.set_text_content(None);
    for (finding, words) in findings.iter().zip(&words) {
        add(&place, finding, words, phrases);
    }
}

fn add(place: &web_sys::Element, finding: &Finding, words: &str, phrases: &Phrases) {
    let Some(block) = dom::append(place, "div", &["finding ", finding.severity.key()].concat(), "") else {
        return;
    };
    dom::append(&block, "p", "msg", words);
    let Some(repair) = &finding.repair else { return };
    if let Some(button) = dom::append(&block, "button", "small", &repair_words(phrases, repair)) {
        dom::set_attribute(&button, "type", Some("submit"));
        dom::set_attribute(&button, "name", Some("repair"));
        dom::set_attribute(&button, "value", Some(&finding.key));
    }
}
