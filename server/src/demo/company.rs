//! The demo's company and its two users.

use model::{DisplayName, Language, Mailbox};
use store::{Actor, NewCompany, NewUser, Role, Store};

/// The demo's users: name, address, role.
pub const USERS: [(&str, &str, Role); 2] = [
    ("Mari Maasikas", "mari@naidis.ee", Role::User),
    ("Kivi Rahn", "kivi@naidis.ee", Role::Admin),
];

/// Creates them where they are not there yet; gives the first user's address.
pub async fn create(store: &dyn Store) -> anyhow::Result<Mailbox> {
    let first: Mailbox = USERS[0].1.parse()?;
    if store.users_with_email(&first).await?.is_empty() {
        let by = Actor::Operator;
        let company = NewCompany::lone(DisplayName::parse("Näidis OÜ")?);
        let company = store.create_company(&company, &by).await?;
        let company = store.company(company.id);
        for (name, email, role) in USERS {
            company
                .create_user(
                    &NewUser {
                        external_id: None,
                        name: DisplayName::parse(name)?,
                        email: email.parse()?,
                        role,
                        language: Language::Et,
                    },
                    &by,
                )
                .await?;
        }
    }
    Ok(first)
}
