//! In whose name a report is signed, which its paper says above the post: for the committee (TM.), for the head (KT.), by the order of
//! the chairman (TL.). It follows from what the agency is and what the signer is (Decree 30/2020/NĐ-CP, annex I, part II, 7).

/// Kinds of agencies that are People's Committees, which decide as one body.
const COMMITTEES: [&str; 3] = ["city", "district", "commune"];

/// Whether an agency of a kind is a People's Committee.
pub fn is_committee(kind: &str) -> bool {
    COMMITTEES.contains(&kind)
}

/// The lines above the post; none where the head of an agency signs for itself.
pub fn authority(kind: &str, post: &str) -> Option<String> {
    let post = post.trim().to_lowercase();
    let deputy_of = post.strip_prefix("phó ").map(str::trim);
    let head = deputy_of.unwrap_or(&post);
    let acting = deputy_of.map(|head| format!("KT. {head}"));
    if !is_committee(kind) {
        return acting;
    }
    let leads =
        ["chủ tịch", "quyền chủ tịch", "q. chủ tịch", "thủ trưởng"].iter().any(|p| head.starts_with(p));
    let for_whom = if leads { "TM. Ủy ban nhân dân" } else { "TL. Chủ tịch" };
    Some(acting.map_or_else(|| for_whom.to_owned(), |acting| format!("{for_whom}\n{acting}")))
}

#[cfg(test)]
mod tests {
    use super::authority;

    #[test]
    fn the_lines_above_the_post_are_those_of_the_decree() {
        let of = |kind: &str, post: &str| authority(kind, post).unwrap_or_default();
        assert_eq!(of("department", "Giám đốc"), "");
        assert_eq!(of("department", "Phó Giám đốc"), "KT. giám đốc");
        assert_eq!(of("district", "Chủ tịch"), "TM. Ủy ban nhân dân");
        assert_eq!(of("commune", "Phó Chủ tịch"), "TM. Ủy ban nhân dân\nKT. chủ tịch");
        assert_eq!(of("city", "Chánh Văn phòng"), "TL. Chủ tịch");
        assert_eq!(of("city", "Phó Chánh Văn phòng"), "TL. Chủ tịch\nKT. chánh văn phòng");
    }
}
