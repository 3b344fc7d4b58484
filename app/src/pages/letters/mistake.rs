//! What can be wrong with the forms of letters: at which field, in which sentence.

use texts::Texts;

/// Something is wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// No user of the company has this name or address.
    PersonUnknown,
    /// Several users have this name, or this in their names.
    PersonSeveral,
    /// The text is no day.
    FromInvalid,
    /// The text is no day.
    UntilInvalid,
    /// The last day is before the first.
    UntilBeforeFrom,
    /// No address was written.
    AddressMissing,
    /// There is not one @ in the address.
    AddressAt,
    /// What stands before the @ is no part of an address.
    AddressLocal,
    /// What stands behind the @ is no domain.
    AddressDomain,
    /// The address is too long.
    AddressTooLong,
    /// The address is the one that it was.
    AddressSame,
    /// The letter goes to this address already.
    AddressAlready,
    /// No letter was chosen.
    NothingChosen,
}

impl Mistake {
    /// One of each, for tests.
    pub const EACH: &'static [Self] = &[
        Self::PersonUnknown,
        Self::PersonSeveral,
        Self::FromInvalid,
        Self::UntilInvalid,
        Self::UntilBeforeFrom,
        Self::AddressMissing,
        Self::AddressAt,
        Self::AddressLocal,
        Self::AddressDomain,
        Self::AddressTooLong,
        Self::AddressSame,
        Self::AddressAlready,
        Self::NothingChosen,
    ];

    /// The id of the field that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::PersonUnknown | Self::PersonSeveral => "person",
            Self::FromInvalid => "from",
            Self::UntilInvalid | Self::UntilBeforeFrom => "until",
            Self::AddressMissing
            | Self::AddressAt
            | Self::AddressLocal
            | Self::AddressDomain
            | Self::AddressTooLong
            | Self::AddressSame
            | Self::AddressAlready => "address",
            Self::NothingChosen => "message-0",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::PersonUnknown => "mistake-person-unknown",
            Self::PersonSeveral => "mistake-person-several",
            Self::FromInvalid => "mistake-from-invalid",
            Self::UntilInvalid => "mistake-until-invalid",
            Self::UntilBeforeFrom => "mistake-until-before-from",
            Self::AddressMissing => "mend-address-missing",
            Self::AddressAt => "mend-address-at",
            Self::AddressLocal => "mend-address-local",
            Self::AddressDomain => "mend-address-domain",
            Self::AddressTooLong => "mend-address-too-long",
            Self::AddressSame => "mend-address-same",
            Self::AddressAlready => "mend-address-already",
            Self::NothingChosen => "doubt-nothing-chosen",
        }
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn sentence(self, texts: &Texts) -> String {
        texts.get(self.key())
    }
}
