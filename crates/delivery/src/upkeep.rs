//! Accounts that are held: let go where what they were held for was changed, moved where their users send another way
//! by now; and their owners are told, once.

use crate::{
    access::{self, Access, AccessError},
    outside::Outside,
    route,
};
use std::{sync::Arc, time::Duration};
use store::{
    Actor, CompanyStore, HeldAccount, Route, StoreError, UserSettings, Verification, queue::owner_of,
};
use tokio::time::{MissedTickBehavior, interval};

/// Accounts that are read at once.
const AT_ONCE: u32 = 100;
/// What is held for nothing but that settings are not complete.
const INCOMPLETE: [&str; 2] = ["settings-incomplete", "password-unreadable"];

/// Looks at them again and again, until dropped.
pub(crate) async fn run(outside: Arc<dyn Outside>, every: Duration) {
    let mut tick = interval(every);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        if let Err(error) = look(&*outside).await {
            tracing::error!("held accounts could not be looked at: {error}");
        }
    }
}

async fn look(outside: &dyn Outside) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let held = outside.store().held_accounts(after, AT_ONCE).await?;
        let Some(last) = held.last() else { return Ok(()) };
        after = Some(last.account);
        for account in &held {
            // One that can not be read keeps no other one waiting.
            if let Err(error) = look_at(outside, account).await {
                tracing::error!(account = %account.account, "a held account could not be looked at: {error}");
            }
        }
        if held.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
            return Ok(());
        }
    }
}

async fn look_at(outside: &dyn Outside, held: &HeldAccount) -> Result<(), StoreError> {
    let company = outside.store().company(held.company);
    let (mut stay, mut changed) = (held.users.is_empty(), false);
    for &user in &held.users {
        let Some(of) = company.user_settings(user).await? else {
            continue;
        };
        let relay = outside.relay_for(&of.company.company);
        match route::ready(&of, relay.as_ref()) {
            Ok(ready) if ready.route == held.route => {
                stay = true;
                changed |= was_tested(&of, held) || is_complete(outside, &*company, held).await?;
            }
            Ok(ready) => {
                let to = &ready.route;
                let moved = outside
                    .store()
                    .reroute(held.company, user, Some(held.account), to)
                    .await?;
                tracing::info!(account = %held.account, moved, "messages leave a held account");
            }
            Err(_) => stay = true,
        }
    }
    // What the operator holds he lets go himself: it is held for nothing that a server said.
    if held.why.is_by_operator() {
        return Ok(());
    }
    changed |= password_changed(&*company, held).await?;
    if changed {
        if outside
            .store()
            .release_account(held.account, &Actor::Program)
            .await?
        {
            tracing::info!(account = %held.account, "an account is tried again: what it was held for was changed");
        }
    } else if stay && !held.told && outside.account_held(held).await? {
        outside.store().told_of_hold(held.account, held.since).await?;
    }
    Ok(())
}

/// Whether what was missing is there now: a password too, one that opens. Otherwise it would be held again at once.
async fn is_complete(
    outside: &dyn Outside,
    company: &dyn CompanyStore,
    held: &HeldAccount,
) -> Result<bool, StoreError> {
    if !INCOMPLETE.contains(&held.why.cause.as_str()) {
        return Ok(false);
    }
    match Access::of(outside, company, &held.route).await {
        Ok(_) => Ok(true),
        Err(AccessError::Store(error)) => Err(error),
        Err(AccessError::NoRelay | AccessError::NoPassword | AccessError::SecretUnreadable) => Ok(false),
    }
}

/// A test that passed since then says that it works.
fn was_tested(of: &UserSettings, held: &HeldAccount) -> bool {
    matches!(of.verification(&of.effective()), Verification::Verified { at, .. } if at > held.since)
}

async fn password_changed(company: &dyn CompanyStore, held: &HeldAccount) -> Result<bool, StoreError> {
    let (
        Some(tried),
        Route::OwnServer {
            secret: Some(owner), ..
        },
    ) = (held.why.secret_version, &held.route)
    else {
        return Ok(false);
    };
    let now = access::version(company, owner_of(*owner)).await?;
    Ok(now.is_some_and(|now| now != tried))
}
