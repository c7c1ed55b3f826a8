//! Which agency settles a part: the lead itself, the one above it on the way up, or the only one there is.

/// The agency of a part among those that may receive it, or none where somebody has to choose.
///
/// `above` are the agencies over the lead, from the nearest on: the district of a commune, then the city.
pub fn settles(candidates: &[i64], lead: i64, above: &[i64]) -> Option<i64> {
    let on_the_way = std::iter::once(lead).chain(above.iter().copied()).find(|id| candidates.contains(id));
    match candidates {
        [only] => Some(*only),
        _ => on_the_way,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lead_settles_what_is_its_own_and_its_district_what_is_of_districts() {
        assert_eq!(settles(&[11, 12, 13], 12, &[2, 1]), Some(12));
        assert_eq!(settles(&[2, 3], 12, &[2, 1]), Some(2));
        assert_eq!(settles(&[7], 12, &[2, 1]), Some(7), "the one department that is named");
    }

    #[test]
    fn where_several_could_somebody_chooses() {
        assert_eq!(settles(&[21, 22], 2, &[1]), None);
        assert_eq!(settles(&[], 2, &[1]), None);
    }
}
