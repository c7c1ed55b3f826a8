//! Who at an agency has how much in hand, what was done lately, how long it usually takes; and handing work to somebody else.

use async_trait::async_trait;
use kernel::{Day, Moment};
use platform::error::Result;
use platform::staff::Member;
use platform::{App, Ctx};

/// An open dossier as a piece of work.
#[derive(Debug, Clone)]
pub struct OpenWork {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ.
    pub code: String,
    /// Version, so that an act is done on what was seen.
    pub version: i64,
    /// Code of the procedure.
    pub procedure: String,
    /// Name of the procedure.
    pub procedure_name: String,
    /// Somebody of the agency is to act: the clock runs.
    pub running: bool,
    /// Received, so that steps can be given to somebody.
    pub assignable: bool,
    /// Id of the current step where several are open at once: the one due first.
    pub step_id: Option<i64>,
    /// Number of the current step; 0 before the receipt.
    pub step: i64,
    /// Role of the current step.
    pub role: Option<String>,
    /// Who has it.
    pub assignee: Option<i64>,
    /// Received.
    pub received_at: Option<Moment>,
    /// Promised.
    pub due_at: Option<Moment>,
    /// The current step began.
    pub step_since: Option<Moment>,
    /// The other steps that are open beside it.
    pub beside: Vec<StepBeside>,
}

/// A step that is open beside the current one.
#[derive(Debug, Clone)]
pub struct StepBeside {
    /// Id.
    pub id: i64,
    /// Role.
    pub role: String,
    /// Who has it.
    pub assignee: Option<i64>,
}

impl OpenWork {
    /// Who has a step of it, each once; `None` among them where a step is nobody's.
    pub fn holders(&self) -> Vec<Option<i64>> {
        let mut all = vec![self.assignee];
        for step in &self.beside {
            if !all.contains(&step.assignee) {
                all.push(step.assignee);
            }
        }
        all
    }

    /// A step of it that somebody has, or nobody: its id where several are open, and its role.
    pub fn step_of(&self, account: Option<i64>) -> Option<(Option<i64>, Option<&str>)> {
        if self.assignee == account {
            return Some((self.step_id, self.role.as_deref()));
        }
        let step = self.beside.iter().find(|step| step.assignee == account)?;
        Some((Some(step.id), Some(step.role.as_str())))
    }
}

/// A step that somebody ended.
#[derive(Debug, Clone)]
pub struct StepDone {
    /// Id: the same step of a dossier may be done more than once.
    pub id: i64,
    /// Who.
    pub account_id: i64,
    /// Their name then.
    pub name: String,
    /// Dossier.
    pub dossier_id: i64,
    /// Number of the step.
    pub step: i64,
    /// Begun.
    pub started: Moment,
    /// Ended.
    pub ended: Moment,
    /// When the dossier was settled, if it is.
    pub settled: Option<Moment>,
}

/// From the beginning of a step to the signed result.
#[derive(Debug, Clone)]
pub struct StepToEnd {
    /// Code of the procedure.
    pub procedure: String,
    /// Agency, whose calendar counts.
    pub agency_id: i64,
    /// Number of the step.
    pub step: i64,
    /// The step began for the first time.
    pub started: Moment,
    /// The result was signed.
    pub settled: Moment,
}

/// Port of the slice `one_stop`: work in hand and work done.
#[async_trait]
pub trait Workload: Send + Sync {
    /// Open dossiers of an agency, the soonest promised first, at most `most`.
    async fn open(&self, app: &App, agency: i64, most: i64) -> Result<Vec<OpenWork>>;
    /// Steps ended at an agency since a moment, of dossiers that are open or settled since, at most `most`.
    async fn done(&self, app: &App, agency: i64, since: Moment, most: i64) -> Result<Vec<StepDone>>;
    /// Courses of some dossiers after an id that were settled since a day and whose clock never stood still, with the id to go
    /// on from; none when there are no more.
    async fn courses(
        &self,
        app: &App,
        since: Day,
        after: i64,
        most: i64,
    ) -> Result<Option<(i64, Vec<StepToEnd>)>>;
    /// Who may do the steps of a role at an agency.
    async fn able(&self, app: &App, role: &str, agency: i64) -> Result<Vec<Member>>;
    /// Gives an open step of a dossier (the current one where `step` is none) to somebody, by the same act and right as its own
    /// page; `seen` is the version that the viewer saw.
    async fn assign(&self, ctx: &Ctx, id: i64, seen: i64, step: Option<i64>, account: i64) -> Result<()>;
    /// The inbox with the open dossiers of somebody at an agency; of nobody where `account` is none.
    fn inbox(&self, agency: i64, account: Option<i64>, overdue: bool) -> String;
}
