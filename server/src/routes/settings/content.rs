//! What stands in the form, and what is known about it.

use super::desk::{Desk, Whose};
use crate::routes::recognise;
use app::pages::settings::FoundView;
use model::{
    Host, Mailbox,
    settings::{Checked, Field, Origin, SendingMode, SettingsForm},
};

/// What stands in the form.
pub struct Content {
    pub form: SettingsForm,
    pub found: FoundView,
    /// What was found when the form was sent and refused, its password included. Without it the rules are asked anew.
    pub refused: Option<Checked>,
    /// Whether the server's fields were filled in and not seen yet.
    pub filled: bool,
}

impl Content {
    pub const fn new(form: SettingsForm, found: FoundView) -> Self {
        Self {
            form,
            found,
            refused: None,
            filled: false,
        }
    }

    /// The form of what is stored; of a new user, what his own address tells.
    pub fn of_stored(desk: &Desk<'_>) -> Self {
        let mut form = stored_form(desk);
        let counts = form.over(&desk.rules().inherited.form);
        let known = (Host::parse(&counts.server), Mailbox::parse(&counts.address));
        if let (Ok(host), Ok(sender)) = &known {
            let found = recognise::of_server(desk.state, desk.language, host, sender.domain())
                .unwrap_or_else(|| recognise::at_once(desk.state, desk.language, sender.as_str()));
            return Self::new(form, found);
        }
        let found = recognise::at_once(desk.state, desk.language, &counts.address);
        let filled = fill(desk, &mut form, &found);
        Self {
            filled,
            ..Self::new(form, found)
        }
    }
}

/// What is stored, with what a person would otherwise type himself: his own address and name.
pub fn stored_form(desk: &Desk<'_>) -> SettingsForm {
    let mut form = SettingsForm::of(&desk.stored().layer);
    let inherited = desk.inherited();
    if !form.sets(Field::Address) && inherited.sender.origin == Origin::Account {
        form.address = inherited.sender.value.to_string();
    }
    if !form.sets(Field::DisplayName) && inherited.display_name.origin == Origin::Account {
        inherited
            .display_name
            .value
            .as_str()
            .clone_into(&mut form.display_name);
    }
    // Where nobody has chosen and the operator has no server of his own, only an own server can be meant.
    let offers_own = matches!(desk.whose, Whose::User(_)) && !desk.modes().is_open(inherited.mode.value);
    if !form.sets(Field::Mode) && inherited.mode.origin == Origin::Default && offers_own {
        SendingMode::OwnServer.key().clone_into(&mut form.mode);
    }
    form
}

/// Fills the server in where nothing about it is typed or inherited; says whether it did.
pub fn fill(desk: &Desk<'_>, form: &mut SettingsForm, found: &FoundView) -> bool {
    let counts = form.over(&desk.rules().inherited.form);
    match &found.recognition.provider {
        Some(provider) if counts.has_no_server() && matches!(desk.whose, Whose::User(_)) => {
            form.fill_from(provider);
            true
        }
        _ => false,
    }
}

/// What is known about a form: its server's provider, or else its address's.
pub async fn found(desk: &Desk<'_>, form: &SettingsForm) -> FoundView {
    let counts = form.over(&desk.rules().inherited.form);
    let Ok(mailbox) = Mailbox::parse(&counts.address) else {
        return FoundView::default();
    };
    if let Ok(host) = Host::parse(model::host::split_pasted(&counts.server).host)
        && let Some(found) = recognise::of_server(desk.state, desk.language, &host, mailbox.domain())
    {
        return found;
    }
    recognise::with_look_up(desk.state, desk.language, mailbox.domain()).await
}
