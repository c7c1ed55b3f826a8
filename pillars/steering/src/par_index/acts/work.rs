//! Work shared out: criteria given to people of the agency, answers of a survey entered for it.

use super::super::measuring::summed;
use super::super::rules::dec::Dec;
use super::super::rules::how::How;
use super::super::rules::rule::{Facts, score};
use super::super::rules::state::{Deed, State, other_agency};
use super::super::rules::tree::Tree;
use super::super::store::sheets::{self, SheetRow};
use super::super::store::surveys::{self, Counted};
use super::super::store::{assignments, scores};
use super::fast;
use super::tell::{ASSIGNED, Said, tell};
use kernel::Day;
use platform::error::Result;
use platform::staff::Member;
use platform::{App, Change, Refusal, Tx, Viewer};
use serde_json::json;

/// Gives criteria (code and name) to somebody of the agency, until a day.
pub async fn assign(
    app: &App,
    tx: &Tx,
    sheet: &SheetRow,
    criteria: &[(String, String)],
    (member, due): (&Member, Day),
) -> Result<()> {
    sheet.at().after(Deed::Assess)?;
    fast(sheets::touch(tx, sheet).await?)?;
    for (code, name) in criteria {
        assignments::give(tx, sheet.id, (code, name), (member.account_id, &member.name), due).await?;
    }
    let codes: Vec<&str> = criteria.iter().map(|(code, _)| code.as_str()).collect();
    let codes = codes.join(", ");
    let after = json!({"par_criterion": codes, "par_person": member.name, "par_due_on": due.to_string()});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_assign").after(after)).await?;
    let text = format!("{codes} ({})", due.vn());
    tell(app, tx, sheet, &[member.account_id], &Said::of(ASSIGNED, &text)).await
}

/// What a group answered to a criterion; none where the group was not asked.
pub type Answers = (String, Option<[i64; 4]>);

/// Keeps the answers of a group of respondents about an agency: by somebody of another agency, until the sheet is verified.
pub async fn survey(
    tx: &Tx,
    sheet: &SheetRow,
    who: (&App, &Viewer),
    (respondents, source): (&str, &str),
    (answers, (tree, how)): (&[Answers], (&Tree, &How)),
) -> Result<()> {
    if !matches!(sheet.at(), State::Drafting | State::Submitted) {
        return Err(Refusal::new("par-index-refused-survey").into());
    }
    let own = who.0.directory().subtree(sheet.agency_id);
    other_agency(&own, sheet.submitted_by, (who.1.account_id, who.1.agency_id))?;
    fast(sheets::touch(tx, sheet).await?)?;
    let mut told = Vec::new();
    for (code, counted) in answers {
        match counted {
            Some(counted) => {
                let from = surveys::Origin::hand(source);
                surveys::keep(tx, sheet.id, (code, respondents), *counted, from).await?;
                let [a, b, c, d] = counted;
                told.push(format!("{code}: A {a}, B {b}, C {c}, D {d}"));
            }
            None => surveys::drop_one(tx, sheet.id, (code, respondents)).await?,
        }
    }
    // What was measured when the sheet was handed in follows the answers that came after it.
    let all = surveys::of_sheet(tx, sheet.id).await?;
    for (code, _) in answers {
        let (facts, points) = surveyed(tree, how, code, &all);
        scores::measure(tx, sheet.id, code, &facts, points).await?;
    }
    let after = json!({"par_respondents": respondents, "par_answers": told.join("; "), "par_source": source});
    tx.journal(Change::of("par_index", "par_sheet", sheet.id, "par_survey").after(after)).await
}

/// Facts and points of a criterion by the answers of all groups.
pub(super) fn surveyed(tree: &Tree, how: &How, code: &str, all: &[Counted]) -> (Facts, Option<Dec>) {
    let facts = summed(all, code).unwrap_or_default();
    let leaf = tree.leaf(code);
    let points = leaf.and_then(|leaf| score(leaf.node.rule.as_ref()?, leaf.max(), how.worth, &facts).ok());
    (facts, points)
}
