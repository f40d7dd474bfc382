//! What is remembered while the prose is read, by how long it holds: section ▸ paragraph ▸ sentence ▸ segment; and what
//! was said last. Each is replaced as a whole where its span begins, and nothing of it outlives the span.

use super::about::About;
use super::lead::Closed;
use super::subject::Named;
use super::years::Years;
use rust_decimal::Decimal;

/// Holds until a heading opens another section.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// The 类 said last, for subjects that are printed from the 款 on.
    pub class: Option<Named>,
    /// Whether assets are owned or planned.
    pub assets: Option<Assets>,
}

/// What the assets that are counted are: 共有车辆3辆, 安排购置设备2台.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Assets {
    Owned,
    Planned,
}

impl Assets {
    /// As in the keys of the output.
    pub fn as_str(self) -> &'static str {
        match self {
            Assets::Owned => "owned",
            Assets::Planned => "planned",
        }
    }
}

/// Holds for a paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// Last year's outturn was stated: this year's figure follows without a name.
    pub prior_told: bool,
    /// The years that it names.
    pub years: Years,
    /// The brackets that are open; one may hold several sentences.
    pub brackets: Vec<Bracket>,
}

/// Holds for a sentence.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    /// What its words are for, from the last of them on.
    pub course: Course,
    /// Since the last semicolon.
    pub segment: Segment,
    /// The figure of money or percentage before.
    pub last: Last,
    /// The bracket that closed last.
    pub closed: Option<Closed>,
    /// It has stated a figure.
    pub stated: bool,
    /// It has shown a figure of whatever kind.
    pub seen: bool,
    /// A budget was stated: its outturn follows without a name.
    pub budget_told: bool,
    /// A subject was named in a clause of its own: its figure follows without a name.
    pub subject_told: bool,
    /// Last year's figure was stated: this year's follows without a name.
    pub last_year_told: bool,
    /// Where it has told the number of projects with performance targets.
    pub targets_counted: Option<usize>,
    /// It has told the money of projects with performance targets: what is said of funds behind it is of that.
    pub target_money_told: bool,
    /// Last year's figure was stated that this year's comes from: 由5万元增加到6万元.
    pub comes_from: bool,
    /// The total of vehicles that it has stated.
    pub fleet: Option<String>,
}

/// What the rest of a sentence is for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Course {
    /// It states figures.
    #[default]
    Figures,
    /// It says what the money is used for.
    Usage,
    /// It gives the reason of a change.
    Reason,
    /// It gives the reason why the outturn is not the budget: a change against last year is none of it.
    ReasonOfBudget,
}

impl Course {
    /// Does it explain why?
    pub fn is_reason(self) -> bool {
        matches!(self, Course::Reason | Course::ReasonOfBudget)
    }
}

/// Holds from one semicolon to the next.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// It is about something else.
    pub aside: bool,
    /// The number of projects with performance targets was stated: their money is due.
    pub target_money: bool,
}

/// What the figure of money or percentage before was. The one behind it may be told by that: 减少4.76万元(26.30%).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) enum Last {
    /// Nothing that the next figure depends on.
    #[default]
    Other,
    /// A change of money.
    Change { negative: bool },
    /// The budget that was completed: 完成预算5万元的 ….
    Completed,
    /// A comparison with the year's own budget: 较预算减少3万元.
    AgainstBudget,
    /// The figure of last year that is compared with: 较上年13万元持平.
    OfPrior,
}

/// What was said last. A bracket keeps it: behind the bracket the prose speaks of what it spoke of before.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// What the last figure was of.
    pub about: Option<About>,
    /// The last figure was of something without a known name.
    pub nameless: bool,
    /// The amount of the last figure, in yuan; none where it is a change.
    pub amount: Option<Decimal>,
    /// What the last figure was of another year, and so is what is said of it.
    pub another_year: bool,
    /// The last figure was last year's outturn: this year's may follow without a name or year.
    pub outturn: bool,
    /// `about` has its change already.
    pub changed: bool,
    /// The last figure stands in a list (甲1万元、乙2万元): what follows speaks of the whole.
    pub listed: bool,
    /// What has the parts (其中) that follow.
    pub whole: Option<About>,
    /// The list that the last 其中 opened.
    pub list: Option<List>,
}

impl Said {
    /// A figure of this amount begins.
    pub fn begin(&mut self, amount: Option<Decimal>) {
        (self.changed, self.nameless, self.another_year, self.outturn) =
            (false, false, false, false);
        self.amount = amount;
    }

    /// What of it goes on under a new heading of the same section.
    pub fn under_heading(self) -> Said {
        Said { list: None, ..self }
    }

    /// What of it goes on in a new paragraph. The list does only where the paragraph `compares` (与上年相比增加 … goes on
    /// with the whole of the paragraph before), and a subject has no parts there.
    pub fn in_paragraph(self, compares: bool) -> Said {
        Said {
            list: self.list.filter(|_| compares),
            whole: self.whole.filter(|w| !w.is_subject() && !w.key.is_empty()),
            ..self
        }
    }

    /// What of it goes on in a new sentence. A list does in the one directly behind it.
    pub fn in_sentence(self) -> Said {
        let list = self.list.filter(|l| l.here).map(|l| List { here: false, ..l });
        Said { nameless: false, list, ..self }
    }
}

/// What follows a 其中: parts of a whole.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct List {
    /// Figures of parts.
    pub parts: usize,
    /// Their changes.
    pub changes: usize,
    /// The whole has told its change already, or a part has parts itself.
    pub settled: bool,
    /// It began in this sentence.
    pub here: bool,
    /// The amount of the whole, and of the parts together.
    pub whole: Option<Decimal>,
    pub sum: Decimal,
    /// A semicolon parts them: what follows a comma is of one of them.
    pub apart: bool,
}

impl List {
    /// Is a change that names nothing one of the whole? Parts that tell no changes of their own leave it to the whole.
    pub fn speaks_of_whole(&self) -> bool {
        self.parts > 1 && self.changes == 0 && !self.settled
    }

    /// Do the parts make the whole, so that none is to follow?
    pub fn is_closed(&self) -> bool {
        self.whole == Some(self.sum) && !self.apart
    }

    /// A part of this amount was stated behind these words.
    pub fn add(&mut self, amount: Option<Decimal>, words: &[char]) {
        self.apart |= self.parts > 0 && words.contains(&';');
        self.parts += 1;
        self.sum = amount.and_then(|a| self.sum.checked_add(a)).unwrap_or(Decimal::MAX);
    }
}

/// An open bracket: what was said before it, where it stands, and where the words before it begin.
#[derive(Debug)]
pub(super) struct Bracket {
    pub said: Said,
    pub lead: usize,
    pub open: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_lives_through_the_sentence_behind_it() {
        let list = List { parts: 2, here: true, ..List::default() };
        let said = Said { nameless: true, list: Some(list), ..Said::default() };
        let next = said.in_sentence();
        assert_eq!((next.nameless, next.list), (false, Some(List { here: false, ..list })));
        assert_eq!(next.in_sentence().list, None);
    }

    #[test]
    fn a_paragraph_goes_on_with_the_list_only_where_it_compares() {
        let said = |key: &str| Said {
            whole: Some(About::key(key)),
            list: Some(List::default()),
            about: Some(About::key("training")),
            ..Said::default()
        };
        let compares = said("income_total").in_paragraph(true);
        assert_eq!(
            (compares.whole, compares.list),
            (Some(About::key("income_total")), Some(List::default()))
        );
        let begins = said("government_fund_subject").in_paragraph(false);
        assert_eq!(
            (begins.whole, begins.list, begins.about),
            (None, None, Some(About::key("training")))
        );
        assert_eq!(said("").in_paragraph(true).whole, None);
        assert_eq!(said("x").under_heading().list, None);
    }

    #[test]
    fn a_bare_change_is_of_the_whole_where_parts_tell_none() {
        let two = List { parts: 2, ..List::default() };
        assert!(two.speaks_of_whole());
        assert!(!List { changes: 1, ..two }.speaks_of_whole());
        assert!(!List { settled: true, ..two }.speaks_of_whole());
        assert!(!List { parts: 1, ..two }.speaks_of_whole());
    }
}
