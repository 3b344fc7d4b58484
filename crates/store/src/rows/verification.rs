//! The row of a last verdict.

use super::{from_json, time};
use crate::{
    error::StoreError,
    test_runs::TestVerdict,
    verification::{LastVerdict, Verification},
};
use model::TestId;
use uuid::Uuid;

/// A row of table `verifications`, all none where there is no verdict; `test` is none where the run was deleted since.
#[expect(missing_docs, reason = "columns of the table; see the migrations")]
#[derive(Debug, Default)]
pub struct VerdictRow {
    pub at: Option<i64>,
    pub server: Option<String>,
    pub secret: Option<String>,
    pub verdict: Option<String>,
    pub test: Option<Uuid>,
}

impl VerdictRow {
    /// The verdict; none where there is none, or it says nothing.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where a value is not what was stored.
    pub fn read(self) -> Result<Option<LastVerdict>, StoreError> {
        let (Some(at), Some(server), Some(verdict)) = (self.at, self.server, self.verdict) else {
            return Ok(None);
        };
        let at = time(at)?;
        let test = self.test.map(TestId::from_uuid);
        let result = match from_json("verdict", &verdict)? {
            TestVerdict::Passed { .. } => Verification::Verified { at, test },
            TestVerdict::Failed { cause, stage } => Verification::Failing {
                at,
                cause,
                stage,
                test,
            },
            TestVerdict::Aborted => return Ok(None),
        };
        Ok(Some(LastVerdict {
            server: from_json("tested server", &server)?,
            secret: self
                .secret
                .map(|text| from_json("tested password", &text))
                .transpose()?,
            result,
        }))
    }
}
