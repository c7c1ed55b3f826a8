//! For who is signed in: what of a procedure's papers their shelf holds already, and what is left to bring.

use contracts::procedures::Procedure;
use contracts::shelf::{HeldPaper, PersonsShelf};
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use std::sync::Arc;

/// "You hold … already; bring only …"; `None` where the shelf spares nothing.
pub async fn note(ctx: &Ctx, body: &Procedure) -> Result<Option<String>> {
    let Ok(shelf) = ctx.app.port::<Arc<dyn PersonsShelf>>() else { return Ok(None) };
    let held = shelf.own(ctx, body).await?;
    if held.is_empty() {
        return Ok(None);
    }
    let names: Vec<String> = held.iter().map(|paper| words(ctx, paper)).collect();
    let left: Vec<&str> = body
        .components
        .iter()
        .filter(|c| c.required && held.iter().all(|paper| paper.component != c.key))
        .map(|c| c.name.as_str())
        .collect();
    let held = names.join("; ");
    Ok(Some(if left.is_empty() {
        ctx.tn("catalogue-held-all", &[("held", held)])
    } else {
        ctx.tn("catalogue-held-some", &[("held", held), ("left", left.join("; "))])
    }))
}

fn words(ctx: &Ctx, paper: &HeldPaper) -> String {
    let number = match paper.number.as_str() {
        "" => paper.name.clone(),
        number => {
            ctx.tn("catalogue-held-number", &[("name", paper.name.clone()), ("number", number.to_owned())])
        }
    };
    match paper.valid_to.map(Day::vn) {
        None => number,
        Some(day) => ctx.tn("catalogue-held-until", &[("paper", number), ("day", day)]),
    }
}
