use super::{Pace, PaceLimits};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::time::Duration;

fn begin() -> Timestamp {
    "2026-05-04T09:00:00Z".parse().unwrap()
}

fn limits(interval: Option<u64>, per_day: Option<u32>) -> PaceLimits {
    PaceLimits {
        interval: interval.map(Duration::from_secs),
        per_day,
    }
}

/// The times at which letters leave when each is asked for at the first moment that the pace allows.
fn leave(pace: &mut Pace, limits: &PaceLimits, count: usize) -> Vec<SignedDuration> {
    let (mut now, mut gone) = (begin(), Vec::new());
    while gone.len() < count {
        let admitted = pace.admit(limits, now, 50);
        for _ in 0..admitted.count {
            gone.push(now.duration_since(begin()));
        }
        if let Some(next) = admitted.not_before {
            assert!(next > now);
            now = next;
        }
    }
    gone
}

#[test]
fn without_limits_everything_goes() {
    let admitted = Pace::default().admit(&PaceLimits::default(), begin(), 50);
    assert_eq!((admitted.count, admitted.not_before), (50, None));
}

#[test]
fn mail_ee_lets_fifteen_out_in_an_hour() {
    let gone = leave(&mut Pace::default(), &limits(Some(240), None), 31);
    assert_eq!(gone[30], SignedDuration::from_hours(2));
    let first_hour = gone
        .iter()
        .filter(|at| **at < SignedDuration::from_hours(1))
        .count();
    assert_eq!(first_hour, 15);
}

#[test]
fn a_days_number_holds_in_any_24_hours() {
    let limits = limits(None, Some(120));
    let gone = leave(&mut Pace::default(), &limits, 500);
    let day = SignedDuration::from_hours(24);
    for (place, at) in gone.iter().enumerate() {
        let within = gone[place..]
            .iter()
            .take_while(|later| **later - *at < day)
            .count();
        assert!(within <= 120, "{within} from {at}");
    }
}

#[test]
fn what_is_left_of_a_day_goes_at_its_distance() {
    let limits = limits(Some(60), Some(3));
    let gone = leave(&mut Pace::default(), &limits, 3);
    let minute = SignedDuration::from_mins(1);
    assert_eq!(gone, [SignedDuration::ZERO, minute, minute * 2]);
}

#[test]
fn who_asks_too_early_waits_for_the_distance_alone() {
    let (limits, mut pace) = (limits(Some(60), Some(3)), Pace::default());
    let next = begin() + SignedDuration::from_mins(1);
    assert_eq!(pace.admit(&limits, begin(), 50).not_before, Some(next));
    let early = pace.admit(&limits, begin() + SignedDuration::from_secs(1), 50);
    assert_eq!(
        (early.count, early.not_before),
        (0, Some(next)),
        "two are left today"
    );
}

#[test]
fn a_server_that_asks_for_it_gets_half_as_many_and_recovers() {
    let (mut pace, limits) = (Pace::default(), limits(Some(2), None));
    assert_eq!(pace.admit(&limits, begin(), 1).count, 1);
    pace.slow_down(begin());
    let second = SignedDuration::from_secs(1);
    assert_eq!(pace.admit(&limits, begin() + second * 2, 1).count, 1);
    assert_eq!(pace.admit(&limits, begin() + second * 5, 1).count, 0);
    assert_eq!(pace.admit(&limits, begin() + second * 6, 1).count, 1);
    let later = begin() + SignedDuration::from_mins(11);
    assert_eq!(pace.admit(&limits, later, 1).count, 1);
    assert_eq!(pace.admit(&limits, later + second * 2, 1).count, 1);
}

#[test]
fn an_account_without_limits_is_slowed_down_too() {
    let mut pace = Pace::default();
    pace.slow_down(begin());
    let admitted = pace.admit(&PaceLimits::default(), begin(), 50);
    assert_eq!(admitted.count, 1);
    assert_eq!(admitted.not_before, Some(begin() + SignedDuration::from_secs(1)));
    for _ in 0..20 {
        pace.slow_down(begin());
    }
    let later = begin() + SignedDuration::from_secs(2);
    let admitted = pace.admit(&PaceLimits::default(), later, 50);
    assert_eq!(admitted.not_before, Some(later + SignedDuration::from_secs(32)));
}

#[test]
fn the_next_one_waits_from_when_the_last_one_came() {
    let (mut pace, limits, second) = (
        Pace::default(),
        limits(Some(5), None),
        SignedDuration::from_secs(1),
    );
    pace.came(begin());
    assert_eq!(pace.next(begin()), None, "nothing is known of a distance");
    assert_eq!(pace.admit(&limits, begin(), 1).count, 1);
    let came = begin() + second * 3;
    pace.came(came);
    assert_eq!(pace.next(came), Some(came + second * 5));
    assert_eq!(pace.admit(&limits, came + second * 4, 1).count, 0);
    assert_eq!(pace.admit(&limits, came + second * 5, 1).count, 1);
    pace.came(came);
    assert_eq!(pace.next(came), Some(came + second * 10), "that was before");
}

#[test]
fn what_other_limits_or_another_clock_put_off_is_put_off_no_longer() {
    let (hour, second) = (SignedDuration::from_hours(1), SignedDuration::from_secs(1));
    let mut pace = Pace::default();
    assert_eq!(pace.admit(&limits(Some(240), Some(1)), begin(), 2).count, 1);
    let next = pace.next(begin()).unwrap();
    assert!(next > begin() + hour * 24, "the day is full: {next}");
    let raised = limits(Some(5), Some(3));
    let early = pace.admit(&raised, begin(), 1);
    assert_eq!((early.count, early.not_before), (0, Some(begin() + second * 5)));
    assert_eq!(pace.next(begin()), Some(begin() + second * 5));
    assert_eq!(pace.admit(&raised, begin() + second * 5, 1).count, 1);
    // The clock is set back by hours: what went still counts.
    let before = begin() - hour * 5;
    pace.slow_down(begin());
    assert_eq!(
        pace.admit(&raised, before, 1).not_before,
        Some(before + second * 10)
    );
    assert_eq!(pace.admit(&raised, before + second * 10, 1).count, 1);
    assert_eq!(pace.admit(&raised, before + hour, 1).count, 0, "three went");
    let free = PaceLimits::default();
    assert_eq!(pace.admit(&free, before + hour, 9).count, 9);
    assert_eq!(pace.next(before + hour), None);
}

#[test]
fn what_is_given_back_makes_room_in_the_day() {
    let (mut pace, limits) = (Pace::default(), limits(None, Some(2)));
    assert_eq!(pace.admit(&limits, begin(), 5).count, 2);
    assert!(pace.next(begin()).is_some());
    pace.give_back(1);
    assert_eq!(pace.next(begin()), None);
    assert_eq!(pace.admit(&limits, begin(), 5).count, 1);
}

#[test]
fn it_is_kept_as_json() {
    let mut pace = Pace::default();
    pace.admit(&limits(Some(240), Some(100)), begin(), 3);
    let text = serde_json::to_string(&pace).unwrap();
    assert_eq!(serde_json::from_str::<Pace>(&text).unwrap(), pace);
    assert_eq!(serde_json::from_str::<Pace>("{}").unwrap(), Pace::default());
}

proptest! {
    /// However it is asked, no two messages are nearer than the interval, and no 24 hours have more than the number.
    #[test]
    fn limits_hold_however_it_is_asked(
        steps in prop::collection::vec((0_i64..20_000, 1_u32..200), 1..200),
        interval in prop::option::of(1_u64..600),
        per_day in prop::option::of(1_u32..300),
    ) {
        let (limits, mut pace, mut now) = (limits(interval, per_day), Pace::default(), begin());
        let mut gone = Vec::new();
        for (seconds, want) in steps {
            now += SignedDuration::from_secs(seconds);
            let admitted = pace.admit(&limits, now, want);
            prop_assert!(admitted.count <= want);
            prop_assert_eq!(admitted.not_before.is_some(), admitted.count < want);
            gone.extend(std::iter::repeat_n(now, usize::try_from(admitted.count).unwrap()));
        }
        if let Some(interval) = interval {
            let near = gone.windows(2).any(|pair| pair[1].duration_since(pair[0]).as_secs() < i64::try_from(interval).unwrap());
            prop_assert!(!near);
        }
        if let Some(per_day) = per_day {
            for (place, at) in gone.iter().enumerate() {
                let within = gone[place..].iter().take_while(|t| t.duration_since(*at).as_hours() < 24).count();
                prop_assert!(within <= usize::try_from(per_day).unwrap());
            }
        }
    }
}
