//! What the form knows, and how the page follows it.

use super::{dom, findings, page};
use crate::{
    islands::settings_editor::{EditorStart, Found},
    phrases::Phrases,
};
use model::{
    Security,
    settings::{Field, Finding, SendingMode, SettingsForm, Severity, check_typing},
};
use std::{cell::RefCell, rc::Rc};

pub(super) type Shared = Rc<RefCell<Editor>>;

pub(super) struct Editor {
    pub start: EditorStart,
    /// Server, port, encryption and user name are ours: filled in anew for another address.
    pub filled: bool,
    /// The domain that was asked for last.
    pub domain: String,
    /// Something is being pressed: nothing on the page may move.
    pub held: bool,
    /// Counts keystrokes in the address, so that only the last one leads to a look-up.
    pub keystroke: u32,
    /// What stood in the form when the page came.
    began_with: SettingsForm,
    touched: u16,
    /// What was found, in words, without what was filled in.
    who: String,
}

impl Editor {
    pub fn shared(start: EditorStart) -> Shared {
        Rc::new(RefCell::new(Self {
            filled: start.filled,
            domain: start.domain.clone(),
            held: false,
            keystroke: 0,
            began_with: page::read(),
            touched: if start.submitted { u16::MAX } else { 0 },
            who: String::new(),
            start,
        }))
    }

    const fn phrases(&self) -> &Phrases {
        &self.start.phrases
    }

    fn check(&self, form: &SettingsForm) -> Vec<Finding> {
        check_typing(
            form,
            &dom::value("password"),
            self.start.provider.as_ref(),
            &self.start.rules,
        )
    }

    pub fn findings(&self) -> Vec<Finding> {
        self.check(&page::read())
    }

    fn bit(field: Field) -> u16 {
        // Port and encryption are judged as a pair, so they are touched as one.
        let field = match field {
            Field::Port => Field::Security,
            other => other,
        };
        Field::ALL
            .iter()
            .position(|known| *known == field)
            .map_or(0, |at| 1 << at)
    }

    pub fn touch(&mut self, field: Field) {
        self.touched |= Self::bit(field);
        let elsewhere = matches!(
            field,
            Field::Server | Field::Port | Field::Security | Field::UserName
        );
        // A stored password does not go elsewhere: it is asked for as soon as the way there is changed.
        if elsewhere
            && self
                .start
                .rules
                .saved
                .as_ref()
                .is_some_and(|saved| saved.password_set)
        {
            self.touched |= Self::bit(Field::Password);
        }
    }

    /// The press has ended: what was held back is said.
    pub fn release(&mut self) {
        self.held = false;
        self.refresh();
    }

    /// Brings everything on the page up to what is typed.
    pub fn refresh(&mut self) {
        let form = page::read();
        let findings = self.check(&form);
        let counts = form.over(&self.start.rules.inherited.form);
        let has_server = !counts.has_no_server();
        for field in Field::ALL {
            for part in ["-own", "-back"] {
                dom::show(&[field.key(), part].concat(), form.sets(field));
            }
            // How letters go out is looked at when the form is sent.
            if !Field::MAILING.contains(&field) {
                continue;
            }
            // Nothing is called wrong before a person has been there.
            let touched = self.touched & Self::bit(field) != 0;
            let shown: Vec<&Finding> = findings
                .iter()
                .filter(|finding| finding.field == field)
                .filter(|finding| touched || (finding.severity < Severity::Error && has_server))
                .collect();
            findings::show(field, &shown, self.phrases());
        }
        self.tell_server(&counts);
        if form != self.began_with || !dom::value("password").is_empty() {
            self.tell_untried();
        }
        self.tell_found(&form);
    }

    /// The picture of the way and the folded fields' heading.
    fn tell_server(&self, form: &SettingsForm) {
        let phrases = self.phrases();
        let pasted = model::host::split_pasted(&form.server);
        let security = form
            .security
            .parse::<Security>()
            .ok()
            .map(|security| self.security_name(security));
        let mut about = form.port.clone();
        if let Some(security) = security {
            about = if about.is_empty() {
                security
            } else {
                [&about, " · ", &security].concat()
            };
        }
        if matches!(form.mode.parse(), Ok(SendingMode::Portal | SendingMode::ReplyTo)) {
            dom::set_text("way-name-2", &phrases.get("preview-portals-server"));
            dom::set_text("way-note-2", "");
            return;
        }
        let (name, summary) = if pasted.host.is_empty() {
            (phrases.get("way-server"), phrases.get("server-legend-unknown"))
        } else {
            let summary = [pasted.host, " · ", &about].concat();
            (
                pasted.host.to_owned(),
                phrases.with("server-legend-closed", &[("summary", &summary)]),
            )
        };
        dom::set_text("way-name-2", &name);
        dom::set_text("way-note-2", &about);
        dom::set_text("server-summary", &summary);
    }

    /// What was tested no longer holds once something is changed.
    fn tell_untried(&self) {
        for leg in ["way-leg-1", "way-leg-2"] {
            if let Some(element) = dom::by_id(leg) {
                element.set_class_name("leg");
            }
            dom::set_text(&[leg, "-words"].concat(), &self.phrases().get("way-untried"));
        }
    }

    fn security_name(&self, security: Security) -> String {
        self.phrases().get(match security {
            Security::None => "security-none-long",
            Security::StartTls => "security-starttls",
            Security::Tls => "security-tls",
        })
    }

    /// Who was found, and what was filled in.
    fn tell_found(&self, form: &SettingsForm) {
        if self.who.is_empty() {
            return;
        }
        let mut words = self.who.clone();
        if self.filled && self.start.provider.is_some() {
            let security = form
                .security
                .parse()
                .map(|security| self.security_name(security))
                .unwrap_or_default();
            let key = if form.user_name.is_empty() {
                "found-filled-short"
            } else {
                "found-filled"
            };
            let filled = [
                ("server", form.server.as_str()),
                ("port", &form.port),
                ("security", &security),
                ("user", &form.user_name),
            ];
            words = [&words, " ", &self.phrases().with(key, &filled)].concat();
        }
        dom::set_text("found", &words);
    }

    /// Says that a look-up runs.
    pub fn tell_looking(&self) {
        dom::set_text("found", &self.phrases().get("found-looking"));
    }

    /// Takes what was found about the address: fills the server in, unless a person has typed one himself.
    pub fn take(&mut self, found: Found) {
        let mut form = page::read();
        let counts = form.over(&self.start.rules.inherited.form);
        if self.filled || counts.has_no_server() {
            if let Some(provider) = &found.provider {
                form.fill_from(provider);
                page::write(&form);
                self.filled = true;
            } else {
                page::open_details();
            }
        }
        if let Some(element) = dom::by_id("found") {
            let known = found.provider.is_some();
            element.set_class_name(if known { "found known" } else { "found" });
        }
        dom::set_text("password-kind", &found.password_kind);
        dom::show("password-kind", !found.password_kind.is_empty());
        dom::set_html("password-guide", &found.guide);
        dom::show("password-guide", !found.guide.is_empty());
        dom::set_html("aside", &found.aside);
        self.who = found.words;
        self.start.provider = found.provider;
        self.refresh();
    }
}
