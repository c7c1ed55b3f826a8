//! Files of the catalogue changed in every way: each is read whole or refused with a reason.

use super::super::{rules, shipped};
use contracts::procedures::Procedure;

#[test]
fn any_file_is_read_or_refused_with_a_reason() {
    let mut inputs: Vec<Vec<u8>> = shipped().into_iter().take(6).map(|file| file.text.into_bytes()).collect();
    assert_eq!(inputs.len(), 6);
    let rubbish = ["code: [", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "? - : - ? !!binary x"];
    inputs.extend(rubbish.iter().map(|text| text.as_bytes().to_vec()));
    fuzzing::rounds("procedure", &inputs, 300, |bytes| {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        match rules::parse(text) {
            Ok(procedure) => {
                let body = serde_json::to_value(&procedure).unwrap();
                let again: Procedure = serde_json::from_value(body.clone()).unwrap();
                assert_eq!(serde_json::to_value(&again).unwrap(), body, "what is stored reads as it was");
            }
            Err(problem) => assert!(!problem.reason.is_empty()),
        }
    });
}
