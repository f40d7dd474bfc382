//! A cell that holds all indicators of a project, each as `1、1－产出指标，11－数量指标，名称；实施周期指标值：…，年度指标值：…；`.
//!
//! 1. An indicator begins where two numbered groups follow each other, each up to a comma or a semicolon: 一级, then
//!    二级指标.
//! 2. Behind them stands its name, to the semicolon; its value is that of the year, or else the last one named.
//! 3. What is left at its end is the next one's ordinal.

/// An indicator as the cell prints it.
#[derive(Debug, PartialEq)]
pub(super) struct Packed {
    pub level1: String,
    pub level2: String,
    pub level3: String,
    pub value: String,
}

/// The indicators of a cell's text; none where it is of another form. `value` is the word before a value.
pub(super) fn unpack(text: &str, value: &str) -> Vec<Packed> {
    let chars: Vec<char> = text.chars().collect();
    // Of three groups that follow each other the third begins a name: no indicator begins within the groups of another.
    let mut free = 0;
    let starts: Vec<(usize, (String, String, usize))> = (0..chars.len())
        .filter_map(|i| {
            let (level1, level2, body) =
                Some(i).filter(|i| *i >= free).and_then(|i| head(&chars, i))?;
            free = body;
            Some((i, (level1, level2, body)))
        })
        .collect();
    let mut found = Vec::with_capacity(starts.len());
    for (k, (_, (level1, level2, body))) in starts.iter().enumerate() {
        let end = starts.get(k + 1).map_or(chars.len(), |next| next.0);
        let text: String = chars[*body..end].iter().collect();
        let name = text.split([';', '；']).next().unwrap_or_default();
        let stated = text.rsplit_once(value).map_or("", |(_, v)| v).trim_start_matches([':', '：']);
        found.push(Packed {
            level1: level1.clone(),
            level2: level2.clone(),
            level3: name.into(),
            value: without_ordinal(stated).into(),
        });
    }
    found
}

/// `1－产出指标，11－数量指标，` at `i`: both groups, and what follows them.
fn head(chars: &[char], i: usize) -> Option<(String, String, usize)> {
    let (level1, next) = group(chars, i)?;
    let (level2, body) = group(chars, next)?;
    Some((level1, level2, body))
}

/// `11－数量指标，` at `i`: the name, and the index behind the comma.
fn group(chars: &[char], i: usize) -> Option<(String, usize)> {
    const LONGEST: usize = 20;
    if i > 0 && chars[i - 1].is_ascii_digit() {
        return None;
    }
    let digits = chars[i..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
    let blanks = chars[i + digits..].iter().take_while(|c| c.is_whitespace()).count();
    let dash = i + digits + blanks;
    if digits == 0 || !matches!(chars.get(dash), Some('－' | '-' | '—' | '–')) {
        return None;
    }
    let len = chars[dash + 1..]
        .iter()
        .take(LONGEST)
        .position(|c| matches!(c, ',' | '，' | ';' | '；'))?;
    let name = &chars[dash + 1..dash + 1 + len];
    let plain =
        len > 1 && !name.iter().any(|c| c.is_ascii_digit() || matches!(c, ';' | '；' | '。'));
    plain.then(|| (name.iter().collect(), dash + 2 + len))
}

/// `100%；2、` → `100%`.
fn without_ordinal(value: &str) -> &str {
    let ordinal = value
        .strip_suffix(['、', '.', '．'])
        .map(|v| v.trim_end_matches(|c: char| c.is_ascii_digit()));
    ordinal.unwrap_or(value).trim_end_matches([';', '；', ',', '，', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indicators_are_parted_at_their_groups() {
        let text = "1.1－产出指标，11－数量指标，新建站点数；实施周期指标值：≥9个，年度指标值：≥3个；2、1－产出指标，13－时效指标，\
                    支付率；实施周期指标值：100%，年度指标值：100%;1、2－效益指标，22－社会效益，影响；实施周期指标值：提升，年度指标值：提升2.5倍。";
        let of =
            |p: &Packed| [&p.level1, &p.level2, &p.level3, &p.value].map(String::as_str).join(" ");
        let found: Vec<String> = unpack(text, "指标值").iter().map(of).collect();
        assert_eq!(
            found,
            [
                "产出指标 数量指标 新建站点数 ≥3个",
                "产出指标 时效指标 支付率 100%",
                "效益指标 社会效益 影响 提升2.5倍"
            ]
        );
        let text = "1、1-产出指标；12 -质量指标；场地；实施周期指标值:≥9.5%；年度指标值:≥9.5%。4、2-效益指标；22-社会效益；\
                    目录更新；实施周期指标值:≥1套；年度指标值:≥1套。";
        let found: Vec<String> = unpack(text, "指标值").iter().map(of).collect();
        assert_eq!(found, ["产出指标 质量指标 场地 ≥9.5%", "效益指标 社会效益 目录更新 ≥1套"]);
        assert_eq!(unpack("通过项目1－2，3－4，完成目标", "指标值"), []);
        let text = "1－产出指标，11－数量指标，12－质量指标，场地；年度指标值：9个";
        let found: Vec<String> = unpack(text, "指标值").iter().map(of).collect();
        assert_eq!(found, ["产出指标 数量指标 12－质量指标，场地 9个"]);
        assert_eq!(unpack("", "指标值"), []);
    }
}
