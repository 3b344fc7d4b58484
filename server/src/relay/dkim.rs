//! The key that signs the relay's letters (RFC 6376; Ed25519: RFC 8463): looked at when the program starts, so that a
//! wrong one is found then and not with the first letter.

use crate::config::Dkim;
use smtp::dkim::{Key, KeyError, Signer};
use std::{fs, io, path::PathBuf};

/// Why a file holds no such key. Never repeats any of it.
#[derive(Debug, thiserror::Error)]
pub enum DkimKeyError {
    /// It can not be read.
    #[error("key_file: {}: {error}", .file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// It is no private key in PEM.
    #[error("key_file: {}: not a private key in PEM", .0.display())]
    Form(PathBuf),
    /// It is of a kind that signs no letters.
    #[error("key_file: {}: neither RSA of 2048 bits or more nor Ed25519", .0.display())]
    Kind(PathBuf),
}

/// What signs with the key in the file.
///
/// # Errors
/// [`DkimKeyError`] names the file.
pub fn signer(dkim: &Dkim) -> Result<Signer, DkimKeyError> {
    let file = &dkim.key_file;
    let pem = fs::read(file).map_err(|error| DkimKeyError::File {
        file: file.clone(),
        error,
    })?;
    let key = Key::from_pem(&pem).map_err(|error| match error {
        KeyError::Pem => DkimKeyError::Form(file.clone()),
        KeyError::Kind => DkimKeyError::Kind(file.clone()),
    })?;
    Ok(Signer::new(dkim.domain.clone(), dkim.selector.clone(), key))
}

#[cfg(test)]
mod tests {
    use super::{DkimKeyError, signer};
    use crate::config::Dkim;
    use model::Host;
    use std::{fs, process::Command};

    fn read(content: &[u8]) -> Result<(), DkimKeyError> {
        let folder = tempfile::tempdir().unwrap();
        let key_file = folder.path().join("key.pem");
        fs::write(&key_file, content).unwrap();
        signer(&Dkim {
            domain: Host::parse("portal.example.org").unwrap(),
            selector: "s1".to_owned(),
            key_file,
        })
        .map(|_| ())
    }

    fn openssl(words: &[&str]) -> Vec<u8> {
        let output = Command::new("openssl").args(words).output().unwrap();
        assert!(output.status.success());
        output.stdout
    }

    #[test]
    fn keys_as_openssl_makes_them() {
        let rsa = |bits: &str| openssl(&["genpkey", "-algorithm", "RSA", "-pkeyopt", bits]);
        let good = rsa("rsa_keygen_bits:2048");
        assert!(read(&good).is_ok());
        let ed25519 = openssl(&["genpkey", "-algorithm", "ED25519"]);
        assert!(read(&ed25519).is_ok());
        let p256 = openssl(&[
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        ]);
        for (bad, expected) in [
            (rsa("rsa_keygen_bits:1024"), "neither RSA"),
            (p256, "neither RSA"),
            (b"hello".to_vec(), "not a private key in PEM"),
            (good[..400].to_vec(), "not a private key in PEM"),
        ] {
            let error = read(&bad).unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains("key.pem"), "{error}");
        }
    }
}
