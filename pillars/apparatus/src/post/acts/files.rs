//! Taking in a status file: every line finds its consignment within the viewer's scope, or says why not.

use super::outcome::{Told, day_fits, enter};
use crate::post::rules::{Act, Finding, Outcome, REASONS, State, Stated};
use crate::post::store::{self, ItemRow, NewFileLine};
use kernel::text::fold;
use platform::error::Result;
use platform::{Actor, App, Change, Scope, Tx};
use serde_json::json;
use std::collections::BTreeSet;

/// Takes in the lines of a file: the id of what is kept of it. The same file twice changes nothing.
pub async fn import(app: &App, by: &Actor, scope: &Scope, name: &str, stated: &[Stated]) -> Result<i64> {
    let tx = app.store.write(by).await?;
    let mut found = Vec::with_capacity(stated.len());
    for line in stated {
        let items = store::items_by_number(&tx, &line.number).await?;
        found.push(items.into_iter().find(|item| scope.covers(item.agency_id)).map(|item| item.id));
    }
    // In the order of their keys, whatever the file's: two files, or a file and a list, never wait for each other crosswise.
    for id in found.iter().flatten().copied().collect::<BTreeSet<i64>>() {
        store::lock_item(&tx, id).await?;
    }
    let mut lines = Vec::with_capacity(stated.len());
    for (line, item_id) in stated.iter().zip(found) {
        let item = match item_id {
            Some(id) => store::item(&tx, id).await?,
            None => None,
        };
        let finding = match item {
            Some(item) => apply(app, &tx, item, line).await?,
            None => Finding::Unknown,
        };
        lines.push(NewFileLine {
            line: line.line,
            number: line.number.clone(),
            outcome: line.outcome.code(),
            day_on: line.on.to_string(),
            reason: line.reason.clone(),
            finding: finding.code(),
            item_id,
        });
    }
    let applied = lines.iter().filter(|l| l.finding == Finding::Applied.code()).count();
    let id = store::add_file(&tx, by.unit_id.unwrap_or_default(), name, &lines).await?;
    let after = json!({"post_file": name, "post_lines": lines.len(), "post_applied": applied});
    tx.journal(Change::of("post", "post_file", id, "post_file_import").after(after)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Enters one line where it is lawful.
async fn apply(app: &App, tx: &Tx, item: ItemRow, line: &Stated) -> Result<Finding> {
    let state = item.state()?;
    let (act, led_to) = match line.outcome {
        Outcome::Delivered => (Act::Deliver, State::Delivered),
        Outcome::Failed => (Act::Fail, State::Failed),
        Outcome::CameBack => (Act::ComeBack, State::CameBack),
    };
    // A try of the same day that is known already is not a second one.
    let events = store::events_of(tx, item.id).await?;
    let day = line.on.to_string();
    if events.iter().any(|event| event.kind == led_to.code() && event.day_on == day) {
        return Ok(Finding::Known);
    }
    if state.next(act).is_none() {
        return Ok(if state == led_to { Finding::Known } else { Finding::Unlawful });
    }
    if !day_fits(&item, line.on, tx.at().day()) {
        return Ok(Finding::Day);
    }
    let told = Told {
        outcome: line.outcome,
        on: line.on,
        reason_code: reason_code(&line.reason).to_owned(),
        note: line.reason.clone(),
        source: "file",
    };
    enter(app, tx, item, &told).await?;
    Ok(Finding::Applied)
}

/// The code of a reason that the post gives in its own words.
fn reason_code(words: &str) -> &'static str {
    let folded = fold(words);
    let says = |parts: &[&str]| parts.iter().any(|part| folded.contains(part));
    let [absent, address, refused, unpaid, other] = REASONS;
    let known: [(&'static str, &[&str]); 4] = [
        (absent, &["vang nha", "khong co nha", "di vang", "absent"]),
        (address, &["dia chi", "khong tim thay", "chuyen di", "address"]),
        (refused, &["tu choi", "khong nhan", "refused"]),
        (unpaid, &["khong tra cuoc", "khong nop cuoc", "unpaid"]),
    ];
    known.into_iter().find(|(_, parts)| says(parts)).map_or(other, |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_posts_words_become_codes_that_can_be_counted() {
        for (words, code) in [
            ("Người nhận đi vắng", "absent"),
            ("Sai địa chỉ", "address"),
            ("Người nhận từ chối", "refused"),
            ("không trả cước", "unpaid"),
            ("Mưa bão", "other"),
            ("", "other"),
        ] {
            assert_eq!(reason_code(words), code, "{words}");
        }
    }
}
