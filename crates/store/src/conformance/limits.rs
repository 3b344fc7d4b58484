use super::bench::Bench;
use crate::Rate;
use futures_util::future::join_all;
use std::time::Duration;

const RATE: Rate = Rate {
    burst: 3,
    per: Duration::from_mins(1),
};

pub(super) async fn let_a_burst_through_and_then_an_even_flow(bench: &Bench) {
    let take = async |what, key| bench.store.take(what, key, RATE).await.unwrap();
    for _ in 0..3 {
        assert_eq!(take("api", "mari").await, None);
    }
    let wait = Some(Duration::from_secs(20));
    assert_eq!(take("api", "mari").await, wait);
    assert_eq!(take("api", "mari").await, wait, "what was refused took nothing");
    for (what, key) in [("api", "jyri"), ("launch", "mari"), ("apim", "ari")] {
        assert_eq!(take(what, key).await, None, "{what} {key}");
    }
    bench.pass(20);
    assert_eq!(take("api", "mari").await, None);
    assert_eq!(take("api", "mari").await, wait);
    bench.pass(3600);
    assert_eq!(bench.store.delete_expired().await.unwrap(), 4);
    assert_eq!(take("api", "mari").await, None);
}

pub(super) async fn are_counted_together_by_all(bench: &Bench) {
    let stores = [bench.store.clone(), bench.second().await];
    let taking = (0..20).map(|at| stores[at % 2].take("api", "mari", RATE));
    let taken = join_all(taking).await;
    let through = taken
        .into_iter()
        .filter(|taken| taken.as_ref().unwrap().is_none());
    assert_eq!(through.count(), 3);
}
