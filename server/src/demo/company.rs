//! The demo's company, its two users, and a few letters and two mass mailings of the first one, and what came
//! back about them.

use super::{batches, events, letters};
use model::{DisplayName, Language, Mailbox};
use store::{Actor, Clock, NewCompany, NewUser, Role, Store};

/// The demo's users: name, address, role.
pub const USERS: [(&str, &str, Role); 2] = [
    ("Mari Maasikas", "mari@naidis.ee", Role::User),
    ("Kivi Rahn", "kivi@naidis.ee", Role::Admin),
];

/// Creates them where they are not there yet; gives the first user's address.
pub async fn create(store: &dyn Store, clock: &dyn Clock) -> anyhow::Result<Mailbox> {
    let first: Mailbox = USERS[0].1.parse()?;
    if store.users_with_email(&first).await?.is_empty() {
        let by = Actor::Operator;
        let company = NewCompany::lone(DisplayName::parse("Näidis OÜ")?);
        let company = store.create_company(&company, &by).await?;
        let company = store.company(company.id);
        for (number, (name, email, role)) in USERS.into_iter().enumerate() {
            let user = company
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
            if number == 0 {
                let server = letters::server(&user)?;
                // First, as the newest letters stand above.
                batches::create(store, clock, &user, &server).await?;
                letters::create(store, clock, &user, &server).await?;
                events::create(store, &user).await?;
            }
        }
    }
    Ok(first)
}
