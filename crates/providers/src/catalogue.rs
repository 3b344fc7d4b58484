//! The catalogue: who a provider is, by its name, an address's domain, MX records or a server.

use crate::{
    embedded,
    schema::{self, Correction, DataError, Provider},
};
use model::{
    Host, Mailbox,
    provider::{FoundBy, ProviderHint},
    settings::Destination,
};
use std::sync::OnceLock;

/// Why there is no catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// A data file is not right.
    #[error(transparent)]
    Data(#[from] DataError),
}

/// All providers, and what the source pages got wrong about them.
#[derive(Debug, Clone)]
pub struct Catalogue {
    providers: Vec<Provider>,
    corrections: Vec<Correction>,
}

impl Catalogue {
    /// The catalogue that the program carries; read once.
    ///
    /// # Errors
    /// Where a data file is not right. The build has checked them all, so that this does not happen in a program that
    /// was built.
    pub fn embedded() -> Result<&'static Self, CatalogueError> {
        static EMBEDDED: OnceLock<Result<Catalogue, CatalogueError>> = OnceLock::new();
        EMBEDDED
            .get_or_init(|| {
                let providers = schema::read_providers(embedded::PROVIDERS)?;
                let corrections = schema::read_corrections(embedded::CORRECTIONS, &providers)?;
                Ok(Self {
                    providers,
                    corrections,
                })
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// All providers in the order of lists: Estonian ones, mailboxes, services that only send.
    #[must_use]
    pub fn all(&self) -> &[Provider] {
        &self.providers
    }

    /// What the source pages got wrong, and what is right.
    #[must_use]
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The provider of this slug.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.slug == slug)
    }

    /// The provider whose own domain this is.
    #[must_use]
    pub fn by_domain(&self, domain: &Host) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.has_domain(domain))
    }

    /// The provider that receives mail on one of these servers; they come best first, and the first that is known
    /// decides. Who can write the domain's DNS, or forge its answers, chooses the provider: show it before it is used.
    #[must_use]
    pub fn by_mx(&self, servers: &[Host]) -> Option<&Provider> {
        servers
            .iter()
            .find_map(|server| self.providers.iter().find(|provider| provider.has_mx(server)))
    }

    /// The provider whose server this is, by any name that is known of it: proposed servers first, then others that
    /// work, then wrong names, then those that receive mail. Of several with the same server the first of the list.
    #[must_use]
    pub fn by_server(&self, server: &Host) -> Option<&Provider> {
        self.of_settings(server, None)
    }

    /// As [`Self::by_server`]; of several with the same server (Microsoft 365 and Outlook.com) the one whose own
    /// domain the address has.
    #[must_use]
    pub fn of_settings(&self, server: &Host, domain: Option<&Host>) -> Option<&Provider> {
        let by_domain = domain.and_then(|domain| self.by_domain(domain));
        if let Some(provider) = by_domain
            && provider.all_servers().any(|s| s.host == *server)
        {
            return Some(provider);
        }
        let first =
            |found: &dyn Fn(&Provider) -> bool| self.providers.iter().find(|provider| found(provider));
        first(&|provider| provider.servers.iter().any(|s| s.host == *server))
            .or_else(|| first(&|provider| provider.alternatives.iter().any(|s| s.host == *server)))
            .or_else(|| first(&|provider| provider.has_wrong_host(server)))
            .or_else(|| first(&|provider| provider.has_mx(server)))
    }

    /// The provider behind a server that letters are sent through: as [`Self::of_settings`], by the domain of who signs
    /// in there, where that is an address. What is told of an account, and at which pace it sends, goes by this alone.
    #[must_use]
    pub fn of_destination(&self, destination: &Destination) -> Option<&Provider> {
        let user = destination.user_name.as_deref();
        let user = user.and_then(|name| Mailbox::parse(name).ok());
        self.of_settings(&destination.host, user.as_ref().map(Mailbox::domain))
    }

    /// The provider of an address, by its domain and else by its MX records, best first, where they were looked up.
    #[must_use]
    pub fn recognise(&self, domain: &Host, mx: Option<&[Host]>) -> Option<(&Provider, FoundBy)> {
        let by_domain = self.by_domain(domain).map(|provider| (provider, FoundBy::Domain));
        by_domain.or_else(|| Some((self.by_mx(mx?)?, FoundBy::Mx)))
    }

    /// What the settings form has to know of a provider.
    #[must_use]
    pub fn hint(&self, provider: &Provider, found_by: FoundBy) -> ProviderHint {
        ProviderHint {
            slug: provider.slug.clone(),
            name: provider.name.clone(),
            found_by,
            servers: provider.servers.iter().map(schema::Server::endpoint).collect(),
            user_name: provider.user_name.clone(),
            password: provider.password,
            password_sign_in: provider.password_sign_in.clone(),
            sender: provider.sender,
            wrong_hosts: provider
                .wrong_hosts
                .iter()
                .map(schema::WrongServer::to_model)
                .collect(),
            confirmed: provider.confidence >= schema::Confidence::Medium,
        }
    }
}

#[cfg(test)]
mod tests;
