//! What is sent of a draft: as it was typed, since it need not be right yet. Files alone are checked: they are there.

use crate::{
    api::{
        body::Object,
        caller::OfUser,
        letters::{AttachmentBody, Files, attachment},
        problem::{FieldError, Kind, Problem},
        schema,
        words::Words,
    },
    letters,
    state::State,
};
use bytes::Bytes;
use model::{
    DraftId, ExternalId,
    letter::{
        Attachment, BlobHash, Limits,
        check::{LetterProblem, check_attachments},
    },
};
use serde::Deserialize;
use store::{CompanyStore, DraftContent};
use utoipa::ToSchema;

/// The most characters of recipients, and of the subject: more than can be right.
const LONGEST_LINE: usize = 20_000;

/// A draft to be saved.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SaveDraft, example = json!({
    "to": "mari@naidis.ee, juri@naidis.ee", "subject": "Arve 17", "text": "Tere!\n\nArve on lisatud.\n",
    "attachments": [{"name": "arve-17.pdf", "media_type": "application/pdf", "content": "JVBERi0xLjcK"}],
    "reference": "arve-17", "return_to": null
}))]
pub struct DraftBody {
    /// Recipients: addresses divided by commas.
    #[serde(default)]
    #[schema(required = false)]
    to: String,
    /// Who gets a copy.
    #[serde(default)]
    #[schema(required = false)]
    copy: String,
    /// Who gets a blind copy.
    #[serde(default)]
    #[schema(required = false)]
    blind_copy: String,
    /// The subject.
    #[serde(default)]
    #[schema(required = false)]
    subject: String,
    /// The text.
    #[serde(default)]
    #[schema(required = false)]
    text: String,
    /// The HTML: it goes along unchanged unless the person edits the text.
    #[serde(default)]
    html: Option<String>,
    /// The files.
    #[serde(default)]
    #[schema(value_type = Vec<AttachmentBody>, required = false)]
    attachments: Vec<Object<AttachmentBody>>,
    /// Your own name for it. Only where it is begun.
    #[serde(default)]
    #[schema(value_type = Option<schema::ExternalId>)]
    pub reference: Option<ExternalId>,
    /// Where the person goes afterwards: an address of one of the portal's registered origins. Only where it is begun.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 2048)]
    pub return_to: Option<String>,
}

impl DraftBody {
    /// Checks what can be checked, whether there is room for it (in place of what `draft` holds), and keeps files that came
    /// with it.
    pub async fn content(
        self,
        state: &State,
        of: &OfUser,
        draft: Option<DraftId>,
        words: Words,
    ) -> Result<DraftContent, Problem> {
        let limits = state.config.delivery.limits();
        for (field, text) in [
            ("to", &self.to),
            ("copy", &self.copy),
            ("blind_copy", &self.blind_copy),
            ("subject", &self.subject),
        ] {
            let length = text.chars().count();
            if length > LONGEST_LINE || text.contains('\0') {
                let detail = format!("at most {LONGEST_LINE} characters, none of them U+0000");
                return Err(Problem::invalid(FieldError::field(field, detail)));
            }
        }
        let html = self.html.as_deref().unwrap_or_default();
        for (field, text) in [("text", self.text.as_str()), ("html", html)] {
            if text.len() > limits.text_bytes || text.contains('\0') {
                let detail = format!("at most {} bytes, none of them 0", limits.text_bytes);
                return Err(Problem::invalid(FieldError::field(field, detail)));
            }
        }
        let store = &*of.tenant.store;
        let (attachments, inline) = attachments(self.attachments, store, &limits, words).await?;
        let content = DraftContent {
            to: self.to,
            copy: self.copy,
            blind_copy: self.blind_copy,
            subject: self.subject,
            text: self.text,
            html: self.html,
            attachments,
        };
        if !letters::has_room_for(state, store, of.user.id, draft, content.bytes()).await? {
            let most = format!(
                "At most {} bytes, files included.",
                state.config.delivery.draft_bytes
            );
            return Err(Problem::from(Kind::DraftsFull).saying(most));
        }
        for (hash, bytes) in inline {
            letters::keep_unused(state, store, &hash, &bytes).await?;
        }
        Ok(content)
    }
}

/// The files, held against the rules for those of a letter; and the bytes of those that came with it.
async fn attachments(
    files: Vec<Object<AttachmentBody>>,
    store: &dyn CompanyStore,
    limits: &Limits,
    words: Words,
) -> Result<(Vec<Attachment>, Vec<(BlobHash, Bytes)>), Problem> {
    let (mut raw, mut inline) = (Vec::new(), Vec::new());
    for (index, file) in files.into_iter().enumerate() {
        let (file, content) =
            attachment(file.0, index).map_err(|problem| Problem::letter(vec![problem], words))?;
        raw.push(file);
        inline.extend(content);
    }
    let mut known = Files::default();
    let named = raw.iter().filter_map(|file| file.hash.parse().ok());
    let named: Vec<_> = named.collect();
    known.look_up(store, named.into_iter()).await?;
    let mut missing = Vec::new();
    for (index, file) in raw.iter_mut().enumerate() {
        let Ok(hash) = file.hash.parse() else { continue };
        if inline.iter().any(|(own, _)| *own == hash) {
            continue;
        }
        match known.size(&hash) {
            Some(size) => file.size = size,
            None => missing.push(absent(index)),
        }
    }
    match check_attachments(&raw, limits) {
        Ok(attachments) if missing.is_empty() => Ok((attachments, inline)),
        Ok(_) => Err(Problem::letter(missing, words)),
        Err(mut problems) => {
            problems.append(&mut missing);
            Err(Problem::letter(problems, words))
        }
    }
}

fn absent(index: usize) -> LetterProblem {
    LetterProblem {
        field: format!("attachments[{index}].hash"),
        key: "attachment-missing",
        args: Vec::new(),
    }
}
