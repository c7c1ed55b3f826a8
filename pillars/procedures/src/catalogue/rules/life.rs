//! The life of a change to a procedure: drafted, assessed, appraised, announced, entered, published; then amended or abolished.
//! Decree 63/2010, articles 9-12 (assessment, appraisal), 15 (announcement), 16, 24 and 26 (entry, publication).

use platform::Refusal;

/// Where a change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Being written.
    Drafted,
    /// Its impact is assessed.
    Assessed,
    /// Appraised by the control unit.
    Appraised,
    /// Announced by a signed decision.
    Announced,
    /// Entered into the database.
    Entered,
    /// Published (đang công khai).
    Published,
    /// Published, and changed again since.
    Amended,
    /// Abolished, by this change or by a later one.
    Abolished,
    /// Given up before it was announced.
    Dropped,
}

/// Who sets what the change says, and so which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The city's own legal document: assessed and appraised first.
    Own,
    /// A document of the centre: the city announces and publishes.
    Central,
    /// No law has changed, what is published was wrong or incomplete: approved by a second person, published.
    Correction,
}

/// What the announcement says of a procedure (Decree 63/2010, article 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// Mới ban hành.
    New,
    /// Sửa đổi, bổ sung.
    Amend,
    /// Thay thế.
    Replace,
    /// Hủy bỏ, bãi bỏ.
    Abolish,
}

/// What is done to a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A part is written.
    Edit,
    /// The impact assessment is done.
    Assess,
    /// The control unit has appraised it.
    Appraise,
    /// A second person approves what it says.
    Approve,
    /// Back to be written again.
    SendBack,
    /// The decision that announces it is signed.
    Announce,
    /// Entered into the database.
    Enter,
    /// Published.
    Publish,
    /// Given up.
    Drop,
}

/// What decides besides the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The stage.
    pub stage: Stage,
    /// Whose document it follows.
    pub origin: Origin,
    /// What it does.
    pub kind: ChangeKind,
    /// A second person has approved it as it stands.
    pub approved: bool,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Stage; 9] = [
        Stage::Drafted,
        Stage::Assessed,
        Stage::Appraised,
        Stage::Announced,
        Stage::Entered,
        Stage::Published,
        Stage::Amended,
        Stage::Abolished,
        Stage::Dropped,
    ];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Stage::Drafted => "drafted",
            Stage::Assessed => "assessed",
            Stage::Appraised => "appraised",
            Stage::Announced => "announced",
            Stage::Entered => "entered",
            Stage::Published => "published",
            Stage::Amended => "amended",
            Stage::Abolished => "abolished",
            Stage::Dropped => "dropped",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Whether something is still to be done.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Stage::Drafted | Stage::Assessed | Stage::Appraised | Stage::Announced | Stage::Entered
        )
    }

    /// Whether what it says may still be changed.
    pub fn is_written(self) -> bool {
        matches!(self, Stage::Drafted | Stage::Assessed | Stage::Appraised)
    }
}

impl Origin {
    /// Every origin.
    pub const ALL: [Origin; 3] = [Origin::Own, Origin::Central, Origin::Correction];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            Origin::Own => "own",
            Origin::Central => "central",
            Origin::Correction => "correction",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<Origin> {
        Origin::ALL.into_iter().find(|o| o.code() == code)
    }

    /// The stage at which a second person may approve.
    fn approved_at(self) -> Stage {
        match self {
            Origin::Own => Stage::Appraised,
            Origin::Central | Origin::Correction => Stage::Drafted,
        }
    }
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [ChangeKind; 4] =
        [ChangeKind::New, ChangeKind::Amend, ChangeKind::Replace, ChangeKind::Abolish];

    /// Word in the database.
    pub fn code(self) -> &'static str {
        match self {
            ChangeKind::New => "new",
            ChangeKind::Amend => "amend",
            ChangeKind::Replace => "replace",
            ChangeKind::Abolish => "abolish",
        }
    }

    /// From the word.
    pub fn from_code(code: &str) -> Option<ChangeKind> {
        ChangeKind::ALL.into_iter().find(|k| k.code() == code)
    }

    /// What becomes of the change that was published before.
    pub fn ends_former_as(self) -> Stage {
        if self == ChangeKind::Abolish { Stage::Abolished } else { Stage::Amended }
    }
}

impl Standing {
    /// The stage after an act, or why it cannot be done now.
    pub fn after(self, act: Act) -> Result<Stage, Refusal> {
        let Standing { stage, origin, kind, approved } = self;
        let first = Refusal::new("catalogue-refused-stage");
        match act {
            Act::Edit if stage.is_written() && approved => Err(Refusal::new("catalogue-refused-approved")),
            // What was assessed and appraised is no longer what it says.
            Act::Edit | Act::SendBack if stage.is_written() => Ok(Stage::Drafted),
            Act::Drop if stage.is_written() => Ok(Stage::Dropped),
            Act::Assess if stage == Stage::Drafted && origin == Origin::Own => Ok(Stage::Assessed),
            Act::Appraise if stage == Stage::Drafted && origin == Origin::Own => {
                Err(Refusal::new("catalogue-refused-unassessed").ground("Nghị định 63/2010/NĐ-CP, Điều 11"))
            }
            Act::Appraise if stage == Stage::Assessed => Ok(Stage::Appraised),
            Act::Approve if stage == origin.approved_at() && !approved => Ok(stage),
            Act::Approve if origin == Origin::Own && stage.is_written() && !approved => {
                Err(Refusal::new("catalogue-refused-unappraised").ground("Nghị định 63/2010/NĐ-CP, Điều 11"))
            }
            Act::Announce | Act::Publish if stage == origin.approved_at() && !approved => {
                Err(Refusal::new("catalogue-refused-unapproved"))
            }
            Act::Announce if stage == origin.approved_at() && origin != Origin::Correction => {
                Ok(Stage::Announced)
            }
            Act::Enter if stage == Stage::Announced => Ok(Stage::Entered),
            Act::Publish if origin == Origin::Correction && stage == Stage::Drafted => Ok(published(kind)),
            Act::Publish if stage == Stage::Entered => Ok(published(kind)),
            Act::Publish if stage.is_written() => {
                Err(Refusal::new("catalogue-refused-unannounced").ground("Nghị định 63/2010/NĐ-CP, Điều 15"))
            }
            _ => Err(first),
        }
    }

    /// Whether an act can be done now, for the buttons.
    pub fn may(self, act: Act) -> bool {
        self.after(act).is_ok()
    }
}

fn published(kind: ChangeKind) -> Stage {
    if kind == ChangeKind::Abolish { Stage::Abolished } else { Stage::Published }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ACTS: [Act; 9] = [
        Act::Edit,
        Act::Assess,
        Act::Appraise,
        Act::Approve,
        Act::SendBack,
        Act::Announce,
        Act::Enter,
        Act::Publish,
        Act::Drop,
    ];

    fn at(stage: Stage, origin: Origin, approved: bool) -> Standing {
        Standing { stage, origin, kind: ChangeKind::Amend, approved }
    }

    /// Does an act as the acts do: approval is kept beside the stage and lost when the text goes back.
    fn step(standing: &mut Standing, act: Act) -> bool {
        let Ok(stage) = standing.after(act) else { return false };
        standing.stage = stage;
        standing.approved = match act {
            Act::Approve => true,
            Act::Edit | Act::SendBack => false,
            _ => standing.approved,
        };
        true
    }

    #[test]
    fn the_citys_own_procedure_goes_the_whole_way() {
        let mut standing = at(Stage::Drafted, Origin::Own, false);
        for act in [Act::Assess, Act::Appraise, Act::Approve, Act::Announce, Act::Enter, Act::Publish] {
            assert!(step(&mut standing, act), "{act:?} at {standing:?}");
        }
        assert_eq!(standing.stage, Stage::Published);
    }

    #[test]
    fn a_refusal_names_the_step_that_is_missing() {
        let key = |stage, origin, approved, act| at(stage, origin, approved).after(act).unwrap_err().key;
        assert_eq!(key(Stage::Drafted, Origin::Own, false, Act::Appraise), "catalogue-refused-unassessed");
        assert_eq!(key(Stage::Assessed, Origin::Own, false, Act::Approve), "catalogue-refused-unappraised");
        assert_eq!(
            key(Stage::Drafted, Origin::Central, false, Act::Announce),
            "catalogue-refused-unapproved"
        );
        assert_eq!(key(Stage::Drafted, Origin::Central, true, Act::Publish), "catalogue-refused-unannounced");
        assert_eq!(key(Stage::Drafted, Origin::Central, true, Act::Edit), "catalogue-refused-approved");
        assert_eq!(key(Stage::Published, Origin::Central, true, Act::Edit), "catalogue-refused-stage");
    }

    #[test]
    fn a_correction_needs_no_announcement_but_a_second_person() {
        let mut standing = at(Stage::Drafted, Origin::Correction, false);
        assert!(!step(&mut standing, Act::Publish) && !step(&mut standing, Act::Announce));
        assert!(step(&mut standing, Act::Approve) && !step(&mut standing, Act::Announce));
        assert!(step(&mut standing, Act::Publish));
        assert_eq!(standing.stage, Stage::Published);
    }

    #[test]
    fn what_abolishes_ends_as_abolished() {
        let standing = Standing { kind: ChangeKind::Abolish, ..at(Stage::Entered, Origin::Central, true) };
        assert_eq!(standing.after(Act::Publish).unwrap(), Stage::Abolished);
        assert_eq!(ChangeKind::Replace.ends_former_as(), Stage::Amended);
    }

    proptest! {
        #[test]
        fn nothing_is_published_without_approval_nor_changed_once_it_is(
            origin in 0usize..3, acts in prop::collection::vec(0usize..9, 0..40)
        ) {
            let mut standing = at(Stage::Drafted, Origin::ALL[origin], false);
            let mut approved_once = false;
            for act in acts {
                let before = standing;
                let done = step(&mut standing, ACTS[act]);
                approved_once |= done && ACTS[act] == Act::Approve;
                if matches!(before.stage, Stage::Published | Stage::Abolished | Stage::Dropped) {
                    prop_assert!(!done);
                }
            }
            if matches!(standing.stage, Stage::Announced | Stage::Entered | Stage::Published) {
                prop_assert!(standing.approved && approved_once);
            }
        }
    }
}
