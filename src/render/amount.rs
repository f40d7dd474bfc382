//! Amounts as people read them.

use crate::emit::wire::Exact;

/// The digits before the point in groups of three: 1,234,567.89; what is no money without zeros at the end.
pub fn grouped(figure: &Exact, unit: &str) -> String {
    let text =
        if unit == "元" { figure.to_string() } else { figure.value().normalize().to_string() };
    in_groups(&text)
}

/// The digits before the point of a number in groups of three.
pub fn in_groups(text: &str) -> String {
    let (sign, text) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, behind) = text.find('.').map_or((text, ""), |at| text.split_at(at));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out + behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped_before_the_point() {
        let group =
            |text: &str, unit| grouped(&Exact::printed(text.parse().unwrap()).unwrap(), unit);
        assert_eq!(
            ["0.00", "-100.00", "1234567.891"].map(|t| group(t, "元")),
            ["0.00", "-100.00", "1,234,567.891"]
        );
        assert_eq!([group("-12345.00", "辆"), group("5.10", "%")], ["-12,345", "5.1"]);
    }
}
