//! Waiting for a thing instead of for a time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

/// Long enough for a busy machine, short enough for a test that hangs.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Looks again and again until `condition` holds; panics with `what` once `deadline` has passed.
pub async fn wait_until(what: &str, deadline: Duration, mut condition: impl AsyncFnMut() -> bool) {
    let begin = Instant::now();
    while !condition().await {
        assert!(
            begin.elapsed() < deadline,
            "waited {deadline:?} in vain until {what}"
        );
        sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn looks_until_it_holds() {
        let mut looks = 0;
        wait_until("three looks were taken", PATIENCE, async || {
            looks += 1;
            looks == 3
        })
        .await;
    }

    #[tokio::test]
    #[should_panic(expected = "waited 50ms in vain until pigs fly")]
    async fn gives_up_by_name() {
        wait_until("pigs fly", Duration::from_millis(50), async || false).await;
    }
}
