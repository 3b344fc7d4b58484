//! Who is affected by another sender user, and how: shown before anything is saved.

use super::{super::confirm, super::user, Candidate, Chosen};
use crate::{
    components::table::Table,
    pages::company::{Frame, Part, PersonLink, SendsThrough, address},
    shell::Shell,
};
use leptos::prelude::*;
use model::settings::{Change, Effective};
use texts::Texts;

/// A user for whom something would be different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffectedRow {
    /// Who.
    pub person: PersonLink,
    /// What counts for him now.
    pub before: Effective,
    /// What would count for him.
    pub after: Effective,
}

/// Everything on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    /// Who would become it: none where nobody.
    pub chosen: Option<Candidate>,
    /// Who is it now.
    pub current: Option<PersonLink>,
    /// For how many users something would be different.
    pub affected: u64,
    /// For how many, by kind; one user counts in each kind that applies. Kinds that apply to nobody may be left out.
    pub counts: Vec<(Change, u64)>,
    /// The first of the users, those for whom most would change first; the server decides how many.
    pub users: Vec<AffectedRow>,
    /// The company's version.
    pub version: u64,
}

/// The page.
#[must_use]
pub fn render_preview(shell: Shell, page: PreviewPage) -> String {
    let language = shell.language;
    let texts = texts::texts(language);
    let title = page.chosen.as_ref().map_or_else(
        || texts.get("sender-user-preview-nobody"),
        |chosen| texts.with("sender-user-preview-title", &[("name", &chosen.person.name)]),
    );
    Frame::below(Part::SenderUser, title).document(shell, move |texts| {
        let path = address(language, Part::SenderUser.path());
        let action = path.clone();
        let user = page
            .chosen
            .as_ref()
            .map_or_else(|| Chosen::NOBODY.to_owned(), |chosen| chosen.person.id.clone());
        let fields = vec![("user", user), ("version", page.version.to_string())];
        view! {
            {who(&page, texts)}
            {stopped(&page, texts)}
            {how(&page, texts)}
            <form method="post" action=action>
                {confirm::hidden(fields)}
                {confirm::buttons(texts.get("sender-user-save"), false, path, texts)}
            </form>
        }
    })
}

fn who(page: &PreviewPage, texts: &Texts) -> AnyView {
    let name = |person: Option<&PersonLink>| {
        person.map_or_else(|| texts.get("sender-user-nobody"), |person| person.name.clone())
    };
    let mut facts = vec![
        (texts.get("sender-user-was"), name(page.current.as_ref())),
        (
            texts.get("sender-user-becomes"),
            name(page.chosen.as_ref().map(|chosen| &chosen.person)),
        ),
    ];
    if let Some(chosen) = &page.chosen {
        facts.push((texts.get("column-server"), chosen.through.words(texts)));
    }
    confirm::facts(facts).into_any()
}

/// Those whose letters would stop come first, and apart.
fn stopped(page: &PreviewPage, texts: &Texts) -> Option<AnyView> {
    let number = page
        .counts
        .iter()
        .find(|(change, _)| *change == Change::PasswordNeeded)?
        .1;
    if number == 0 {
        return None;
    }
    let names: Vec<String> = page
        .users
        .iter()
        .filter(|user| Change::between(&user.before, &user.after).contains(&Change::PasswordNeeded))
        .map(|user| user.person.name.clone())
        .collect();
    let shown = u64::try_from(names.len()).unwrap_or(u64::MAX);
    let more = number
        .checked_sub(shown)
        .filter(|more| *more > 0)
        .map(|more| texts.count("and-more", "n", more));
    let names = [names.join(", "), more.unwrap_or_default()].join(" ");
    let more = view! { <p>{names}</p><p>{texts.get("sender-user-stopped-hint")}</p> }.into_any();
    Some(confirm::warning(
        texts.count("sender-user-stopped", "n", number),
        Some(more),
    ))
}

fn how(page: &PreviewPage, texts: &Texts) -> AnyView {
    if page.affected == 0 {
        return view! { <p class="effect">{texts.get("sender-user-nobody-affected")}</p> }.into_any();
    }
    let kinds = Change::ALL
        .into_iter()
        .filter_map(|change| {
            let (_, number) = page.counts.iter().find(|(kind, _)| *kind == change)?;
            (*number > 0).then(|| {
                let words = texts.get(&format!("change-{}", change.key()));
                view! { <dt>{words}</dt><dd>{texts.count("users-total", "n", *number)}</dd> }
            })
        })
        .collect_view();
    let rows = page.users.iter().map(|user| row(user, texts)).collect();
    let shown = u64::try_from(page.users.len()).unwrap_or(u64::MAX);
    let more = page.affected.checked_sub(shown).filter(|more| *more > 0);
    let table = Table {
        label: texts.get("sender-user-affected-users"),
        columns: ["column-name", "column-changes"].map(|key| texts.get(key)).into(),
        rows,
    };
    view! {
        <h2>{texts.count("sender-user-affected", "n", page.affected)}</h2>
        <dl class="kv">{kinds}</dl>
        <h2>{texts.get("sender-user-affected-users")}</h2>
        {table.view()}
        {more.map(|more| view! { <p class="hint">{texts.count("and-more", "n", more)}</p> })}
    }
    .into_any()
}

fn row(user: &AffectedRow, texts: &Texts) -> Vec<AnyView> {
    let name = view! {
        {user.person.view(texts)}
        <small class="under any">{user.person.email.clone()}</small>
    };
    let changes = Change::between(&user.before, &user.after)
        .into_iter()
        .map(|change| {
            let (before, after) = (
                value(change, &user.before, texts),
                value(change, &user.after, texts),
            );
            change_line(
                &texts.get(&format!("change-{}", change.key())),
                before,
                after,
                texts,
            )
        })
        .collect_view();
    vec![
        name.into_any(),
        view! { <ul class="changes">{changes}</ul> }.into_any(),
    ]
}

/// What was and what becomes of it: `Server: smtp.zone.eu:465 → smtp.gmail.com:465`.
pub(in crate::pages::company) fn change_line(
    name: &str,
    before: Option<String>,
    after: Option<String>,
    texts: &Texts,
) -> AnyView {
    let becomes = texts.get("change-becomes");
    let value = |value: Option<String>| value.unwrap_or_else(|| texts.get("company-value-nothing"));
    let values = match (before, after) {
        (None, None) => None,
        (before, after) => Some(view! {
            ": "
            <span class="was">{value(before)}</span>
            <span aria-hidden="true">" → "</span>
            <span class="away">{format!(" {becomes} ")}</span>
            <span class="is">{value(after)}</span>
        }),
    };
    view! { <li><b>{name.to_owned()}</b>{values}</li> }.into_any()
}

fn value(change: Change, e: &Effective, texts: &Texts) -> Option<String> {
    let words = match change {
        // The words of the change say it all.
        Change::PasswordNeeded => return None,
        Change::Mode => texts.get(&format!("mode-{}", e.mode.value.key())),
        Change::Server => {
            let through = SendsThrough::of(e).words(texts);
            match &e.security {
                Some(security) if matches!(SendsThrough::of(e), SendsThrough::Server(_)) => format!(
                    "{through} · {}",
                    texts.get(&format!("security-{}", security.value.key()))
                ),
                _ => through,
            }
        }
        Change::SignIn => sign_in(e, texts),
        Change::Sender => e.sender.value.to_string(),
        Change::DisplayName => e.display_name.value.as_str().to_owned(),
        Change::Copies => [&e.copy.value, &e.blind_copy.value]
            .map(|copies| user::copies(copies, texts))
            .join(" · "),
        Change::Documents => format!(
            "{} · {}: {} · {}: {}",
            texts.get(&format!("user-documents-{}", e.documents.value.key())),
            texts.get("user-setting-attachments"),
            user::yes_no(e.attachments.value, texts),
            texts.get("user-setting-edit"),
            user::yes_no(e.edit.value, texts)
        ),
    };
    Some(words)
}

fn sign_in(e: &Effective, texts: &Texts) -> String {
    use model::settings::{Origin, Password, SendingMode};
    if e.mode.value != SendingMode::OwnServer {
        return texts.get("user-sign-in-portal");
    }
    let name = user::user_name(&e.user_name.value, texts);
    let password = match e.password {
        Password::NotNeeded => return name,
        Password::Set {
            origin: Origin::Own, ..
        } => "user-sign-in-own-password",
        Password::Set { .. } => "user-sign-in-common-password",
        Password::NeededAgain => "user-sign-in-password-again",
        Password::Missing => "user-sign-in-no-password",
    };
    format!("{name} · {}", texts.get(password))
}
