//! What has to hold in a provider's file.

use super::{
    date::IsoDate,
    error::Problem,
    provider::{Provider, SignIn},
    server::Server,
};
use model::{
    Host, Port, Security,
    provider::{PasswordKind, PasswordSignIn, UserNameForm, WrongHostWhy},
};

/// Within the file.
pub(super) fn check(provider: &Provider, slug: &str) -> Result<(), Problem> {
    if provider.slug != slug || !is_slug(slug) {
        return Err(Problem::Slug(provider.slug.clone()));
    }
    if provider.family.as_deref().is_some_and(|family| !is_slug(family)) {
        return Err(Problem::Slug(provider.family.clone().unwrap_or_default()));
    }
    check_texts(provider)?;
    check_dates(provider)?;
    check_servers(provider)?;
    check_reading(provider)?;
    check_sign_in(provider)?;
    let limits = &provider.limits;
    if limits.source_ips.is_some() != limits.source_ips_minutes.is_some() {
        return Err(Problem::Contradiction(
            "source_ips and source_ips_minutes go together",
        ));
    }
    if limits.all().into_iter().flatten().any(|number| number == 0) {
        return Err(Problem::Contradiction("a limit of 0 is no limit: leave it out"));
    }
    Ok(())
}

/// Against the providers before it: what belongs to one alone.
pub(super) fn check_beside(provider: &Provider, others: &[Provider]) -> Result<(), Problem> {
    for other in others {
        let claimed = |what: &str| Problem::Claimed {
            what: what.to_owned(),
            other: other.slug.clone(),
        };
        if provider.name == other.name {
            return Err(claimed(&provider.name));
        }
        if other.family.as_ref() == Some(&provider.slug) || provider.family.as_ref() == Some(&other.slug) {
            return Err(claimed("the family's name"));
        }
        if let Some(domain) = provider.domains.iter().find(|domain| other.has_domain(domain)) {
            return Err(claimed(domain.as_str()));
        }
        if let Some(domain) = other.domains.iter().find(|domain| provider.has_domain(domain)) {
            return Err(claimed(domain.as_str()));
        }
        if let Some(mx) = provider
            .mx
            .iter()
            .find(|mx| other.mx.iter().any(|end| overlap(mx, end)))
        {
            return Err(claimed(mx.as_str()));
        }
    }
    Ok(())
}

/// Against all: no name that is wrong for everybody is anybody's server.
pub(super) fn check_wrong_hosts(provider: &Provider, all: &[Provider]) -> Result<(), Problem> {
    for wrong in &provider.wrong_hosts {
        let is_server = |of: &Provider| of.all_servers().any(|server| server.host == wrong.host);
        let everywhere = wrong.why != WrongHostWhy::DataCentre;
        if is_server(provider) || (everywhere && all.iter().any(is_server)) {
            return Err(Problem::WrongAndRight(wrong.host.to_string()));
        }
        if let Some(instead) = &wrong.instead
            && !provider.servers.iter().any(|server| server.host == *instead)
        {
            return Err(Problem::Unknown {
                kind: "server to use instead",
                word: instead.to_string(),
            });
        }
    }
    Ok(())
}

fn check_texts(provider: &Provider) -> Result<(), Problem> {
    let filled = |what, texts: &[&String]| {
        if texts.iter().any(|text| text.trim().is_empty()) {
            Err(Problem::Empty(what))
        } else {
            Ok(())
        }
    };
    if provider.servers.is_empty() {
        return Err(Problem::Empty("servers"));
    }
    if provider.sources.is_empty() {
        return Err(Problem::Empty("sources"));
    }
    filled("name", &[&provider.name])?;
    filled("a source", &provider.sources.iter().collect::<Vec<_>>())?;
    filled("a note", &provider.notes.iter().collect::<Vec<_>>())?;
    for ended in &provider.ended {
        filled("a text of ended", &[&ended.what, &ended.source])?;
    }
    for wrong in &provider.wrong_hosts {
        filled("the source of a wrong host", &[&wrong.source])?;
    }
    let oauth2 = provider
        .oauth2
        .iter()
        .flat_map(|oauth2| [&oauth2.authorize, &oauth2.token]);
    for address in provider.help.iter().chain(oauth2) {
        check_https(address)?;
    }
    Ok(())
}

fn check_https(address: &str) -> Result<(), Problem> {
    let host = address
        .strip_prefix("https://")
        .and_then(|rest| rest.split(['/', '?', '#']).next());
    let fits = host.is_some_and(|host| Host::parse(host).is_ok())
        && address
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'"' | b'<' | b'>' | b'\\'));
    if fits {
        Ok(())
    } else {
        Err(Problem::NotHttps(address.to_owned()))
    }
}

fn check_dates(provider: &Provider) -> Result<(), Problem> {
    if !provider.checked.is_day() {
        return Err(Problem::NotADay(provider.checked.to_string()));
    }
    match &provider.password_sign_in {
        PasswordSignIn::Works => Ok(()),
        PasswordSignIn::Ended(date) | PasswordSignIn::OffByDefaultFrom(date) => {
            let is_day = IsoDate::try_from(date.clone()).is_ok_and(|date| date.is_day());
            if is_day {
                Ok(())
            } else {
                Err(Problem::NotADay(date.clone()))
            }
        }
    }
}

fn check_servers(provider: &Provider) -> Result<(), Problem> {
    for server in &provider.servers {
        check_port(server)?;
        let of_host = || provider.servers.iter().filter(|other| other.host == server.host);
        let first_is_tls = of_host()
            .next()
            .is_some_and(|first| first.security == Security::Tls);
        if !first_is_tls && of_host().any(|other| other.security == Security::Tls) {
            return Err(Problem::Preference(server.host.to_string()));
        }
    }
    for server in &provider.alternatives {
        check_port(server)?;
        if provider
            .servers
            .iter()
            .any(|proposed| proposed.endpoint() == server.endpoint())
        {
            return Err(Problem::Contradiction("an alternative is also a proposed server"));
        }
    }
    Ok(())
}

/// A mailbox is read encrypted, at the ports of RFC 8314, section 3.2, and RFC 9051.
fn check_reading(provider: &Provider) -> Result<(), Problem> {
    let Some(reading) = &provider.reading else {
        return Ok(());
    };
    let fits = match reading.security {
        Security::Tls => reading.port == Port::IMAPS,
        Security::StartTls => reading.port == Port::IMAP,
        Security::None => false,
    };
    if !fits {
        return Err(Problem::PortSecurity(reading.port.number()));
    }
    if reading.source.trim().is_empty() {
        return Err(Problem::Empty("reading.source"));
    }
    Ok(())
}

/// On the three well-known ports only one kind of encryption is shipped (RFC 8314, section 3.3).
fn check_port(server: &Server) -> Result<(), Problem> {
    let known = [Port::RELAY, Port::SUBMISSION, Port::SUBMISSIONS].contains(&server.port);
    if known && server.security != server.port.usual_security() {
        return Err(Problem::PortSecurity(server.port.number()));
    }
    Ok(())
}

fn check_sign_in(provider: &Provider) -> Result<(), Problem> {
    let has = |kind| provider.sign_in.contains(&kind);
    let fits = match provider.password {
        PasswordKind::Mailbox => has(SignIn::Password),
        PasswordKind::AppPassword => has(SignIn::AppPassword) && !has(SignIn::Password),
        PasswordKind::MailboxOrApp => has(SignIn::Password) && has(SignIn::AppPassword),
        PasswordKind::ApiKey => has(SignIn::ApiKey),
        PasswordKind::NoPassword => {
            !has(SignIn::Password) && !has(SignIn::AppPassword) && !has(SignIn::ApiKey)
        }
    };
    let ended = matches!(provider.password_sign_in, PasswordSignIn::Ended(_));
    if !fits && !ended {
        return Err(Problem::Contradiction(
            "password and sign_in contradict each other",
        ));
    }
    if ended && (has(SignIn::Password) || has(SignIn::AppPassword) || !has(SignIn::OAuth2)) {
        return Err(Problem::Contradiction(
            "where password sign-in ended only oauth2 is left",
        ));
    }
    if provider.oauth2.is_some() && !has(SignIn::OAuth2) {
        return Err(Problem::Contradiction(
            "oauth2 is described and not among sign_in",
        ));
    }
    if matches!(&provider.user_name, UserNameForm::Literal(word) if word.trim().is_empty()) {
        return Err(Problem::Empty("the literal user name"));
    }
    Ok(())
}

fn overlap(one: &Host, other: &Host) -> bool {
    one.is_within(other.as_str()) || other.is_within(one.as_str())
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}
