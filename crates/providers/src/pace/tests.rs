use super::{Estimate, HeldBy, estimate, letters_per_hour};
use crate::{Catalogue, Limits, Provider};

fn provider(slug: &str) -> &'static Provider {
    Catalogue::embedded().unwrap().by_slug(slug).unwrap()
}

fn with(limits: Limits) -> Provider {
    Provider {
        limits,
        ..provider("elisa").clone()
    }
}

#[test]
fn a_batch_of_220_letters() {
    // mail.ee: 15 an hour, one every 4 minutes, 14.6 hours. Zone: one every 5 seconds, 18.25 minutes.
    let at = |slug| estimate(provider(slug), 220);
    assert_eq!(
        at("mail-ee"),
        Some(Estimate {
            seconds: 219 * 240,
            held_by: HeldBy::Interval
        })
    );
    assert_eq!(
        at("zone"),
        Some(Estimate {
            seconds: 219 * 5,
            held_by: HeldBy::Interval
        })
    );
    assert_eq!(
        at("microsoft-365"),
        Some(Estimate {
            seconds: 219 * 2,
            held_by: HeldBy::Interval
        })
    );
    assert_eq!(
        at("gmail"),
        Some(Estimate {
            seconds: 0,
            held_by: HeldBy::Interval
        })
    );
    assert_eq!(
        at("hostinger"),
        Some(Estimate {
            seconds: 2 * 86_400,
            held_by: HeldBy::Day
        })
    );
    assert_eq!(at("veebimajutus"), None);
}

#[test]
fn few_letters_leave_at_once() {
    for letters in [0, 1] {
        assert_eq!(estimate(provider("mail-ee"), letters).unwrap().seconds, 0);
    }
}

#[test]
fn the_day_decides_where_it_is_slower() {
    let zone = provider("zone");
    assert_eq!(
        estimate(zone, 2000).unwrap(),
        Estimate {
            seconds: 1999 * 5,
            held_by: HeldBy::Interval
        }
    );
    assert_eq!(
        estimate(zone, 2001).unwrap(),
        Estimate {
            seconds: 86_400,
            held_by: HeldBy::Day
        }
    );
    assert_eq!(estimate(zone, 2003).unwrap().seconds, 86_400 + 2 * 5);
    // 15 an hour are 360 a day: a limit of 400 a day is never met.
    let slow = with(Limits {
        letters_per_hour: Some(15),
        messages_per_day: Some(400),
        ..Limits::default()
    });
    assert_eq!(
        estimate(&slow, 1000).unwrap(),
        Estimate {
            seconds: 999 * 240,
            held_by: HeldBy::Interval
        }
    );
}

#[test]
fn the_largest_batch_does_not_overflow() {
    for provider in Catalogue::embedded().unwrap().all() {
        let _ = estimate(provider, u32::MAX);
    }
}

#[test]
fn the_form_hears_the_strictest_hourly_number() {
    let of = |slug| letters_per_hour(&provider(slug).limits);
    assert_eq!(of("mail-ee"), Some(15));
    assert_eq!(of("zone"), Some(720));
    assert_eq!(of("microsoft-365"), Some(1800));
    assert_eq!(of("gmail"), None);
}
