//! How letters go out: mode, copies, documents.

use super::{
    finding::{Field, Finding},
    form::{NO, SettingsForm, YES},
    layer::{Copies, CopiesError, Layer},
};

/// What was chosen and typed of it.
pub(super) fn layer(form: &SettingsForm, findings: &mut Vec<Finding>) -> Layer {
    let mut layer = Layer {
        copy: copies(&form.copy, &form.no_copy, Field::Copy, findings),
        blind_copy: copies(&form.blind_copy, &form.no_blind_copy, Field::BlindCopy, findings),
        attachments: choice(&form.attachments, Field::Attachments, findings),
        edit: choice(&form.edit, Field::Edit, findings),
        ..Layer::default()
    };
    layer.mode = word(&form.mode, Field::Mode, findings);
    layer.documents = word(&form.documents, Field::Documents, findings);
    layer
}

/// A word of a closed list; nothing where it is inherited.
fn word<T: std::str::FromStr>(text: &str, field: Field, findings: &mut Vec<Finding>) -> Option<T> {
    if text.is_empty() {
        return None;
    }
    let parsed = text.parse().ok();
    if parsed.is_none() {
        findings.push(Finding::error("choice-unknown", field));
    }
    parsed
}

fn choice(text: &str, field: Field, findings: &mut Vec<Finding>) -> Option<bool> {
    match text {
        YES => Some(true),
        NO => Some(false),
        "" => None,
        _ => {
            findings.push(Finding::error("choice-unknown", field));
            None
        }
    }
}

fn copies(text: &str, none: &str, field: Field, findings: &mut Vec<Finding>) -> Option<Copies> {
    if none == YES {
        if !text.trim().is_empty() {
            findings.push(Finding::error("copy-and-none", field));
        }
        return Some(Copies::default());
    }
    match Copies::parse(text) {
        Ok(copies) if copies.is_empty() => None,
        Ok(copies) => Some(copies),
        Err(CopiesError::TooMany) => {
            findings.push(Finding::error("copy-too-many", field));
            None
        }
        Err(CopiesError::Address { text, .. }) => {
            findings.push(Finding::error("copy-address", field).arg("text", &text));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::layer;
    use crate::settings::{Documents, SendingMode, SettingsForm};

    #[test]
    fn what_is_left_empty_is_inherited() {
        let mut findings = Vec::new();
        assert!(layer(&SettingsForm::default(), &mut findings).is_empty());
        let form = SettingsForm {
            mode: "reply-to".into(),
            copy: "arhiiv@naidis.ee".into(),
            no_blind_copy: "yes".into(),
            documents: "html".into(),
            attachments: "no".into(),
            edit: "yes".into(),
            ..SettingsForm::default()
        };
        let layer = layer(&form, &mut findings);
        assert_eq!(findings, []);
        assert_eq!(layer.mode, Some(SendingMode::ReplyTo));
        assert_eq!(layer.documents, Some(Documents::Html));
        assert_eq!((layer.attachments, layer.edit), (Some(false), Some(true)));
        assert_eq!(
            layer.blind_copy.as_ref().map(crate::settings::Copies::is_empty),
            Some(true)
        );
        assert_eq!(SettingsForm::of(&layer), form);
    }

    #[test]
    fn each_bad_word_is_told_at_its_field() {
        let form = SettingsForm {
            mode: "smtp".into(),
            copy: "arhiiv".into(),
            blind_copy: "a@b.ee".into(),
            no_blind_copy: "yes".into(),
            documents: "doc".into(),
            attachments: "maybe".into(),
            edit: "maybe".into(),
            ..SettingsForm::default()
        };
        let mut findings = Vec::new();
        layer(&form, &mut findings);
        let mut told: Vec<(&str, &str)> = findings.iter().map(|f| (f.field.key(), f.key.as_str())).collect();
        told.sort_unstable();
        assert_eq!(
            told,
            [
                ("attachments", "choice-unknown"),
                ("blind-copy", "copy-and-none"),
                ("copy", "copy-address"),
                ("documents", "choice-unknown"),
                ("edit", "choice-unknown"),
                ("mode", "choice-unknown"),
            ]
        );
    }
}
