//! Who gets a reply.

use model::UserId;
use store::{Company, CompanyStore, Role, StoreError, User};

/// Users that are read at once.
const AT_ONCE: u32 = 200;

/// The user whose letter it answers; else the company's sender user, else its first admin. None where there is nobody.
pub async fn of(
    company: &dyn CompanyStore,
    profile: &Company,
    answered: Option<UserId>,
) -> Result<Option<User>, StoreError> {
    for user in [answered, profile.sender_user].into_iter().flatten() {
        // He may have been deleted meanwhile.
        if let Some(user) = company.find_user(user).await? {
            return Ok(Some(user));
        }
    }
    let mut after = None;
    loop {
        let users = company.list_users(after, AT_ONCE).await?;
        let Some(last) = users.last() else { return Ok(None) };
        after = Some(last.id);
        if let Some(admin) = users.into_iter().find(|user| user.role == Role::Admin) {
            return Ok(Some(admin));
        }
    }
}
