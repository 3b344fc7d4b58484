//! Whether an earlier rule takes everything that a later one could take.

use super::{provider::Provider, rule::Rule};

/// Whether `earlier` applies wherever `later` does.
pub(super) fn shadows(earlier: &Rule, later: &Rule, providers: &[Provider]) -> bool {
    earlier.fault == later.fault
        && covers_providers(earlier, later, providers)
        && covers_list(&earlier.stages, &later.stages)
        && covers_codes(earlier, later)
        && match (earlier.enhanced, later.enhanced) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(earlier), Some(later)) => earlier.covers(later),
        }
        && covers_text(earlier, later)
}

fn covers_providers(earlier: &Rule, later: &Rule, providers: &[Provider]) -> bool {
    if earlier.providers.is_empty() && earlier.password.is_none() {
        return true;
    }
    if later.providers.is_empty() && later.password.is_none() {
        return false;
    }
    providers
        .iter()
        .filter(|provider| later.is_about(Some(provider)))
        .all(|provider| earlier.is_about(Some(provider)))
}

/// An empty list stands for everything.
fn covers_list<T: PartialEq>(earlier: &[T], later: &[T]) -> bool {
    earlier.is_empty() || (!later.is_empty() && later.iter().all(|item| earlier.contains(item)))
}

fn covers_codes(earlier: &Rule, later: &Rule) -> bool {
    let class_of_all = |class: u16| {
        later.class == Some(class)
            || (!later.codes.is_empty() && later.codes.iter().all(|code| code / 100 == class))
    };
    covers_list(&earlier.codes, &later.codes) && earlier.class.is_none_or(class_of_all)
}

/// Whether every text that the later rule takes has what the earlier one asks for: its pieces stand within pieces that
/// the later one asks for.
fn covers_text(earlier: &Rule, later: &Rule) -> bool {
    let within =
        |piece: &String, later_pieces: &[&String]| later_pieces.iter().any(|p| p.contains(piece.as_str()));
    let taken = |later_pieces: &[&String]| {
        earlier.text.iter().all(|piece| within(piece, later_pieces))
            && (earlier.any_text.is_empty()
                || earlier.any_text.iter().any(|piece| within(piece, later_pieces)))
    };
    let always: Vec<&String> = later.text.iter().collect();
    if later.any_text.is_empty() {
        return taken(&always);
    }
    later.any_text.iter().all(|one| {
        let mut pieces = always.clone();
        pieces.push(one);
        taken(&pieces)
    })
}
