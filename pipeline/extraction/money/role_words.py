"""Word lists for `roles`: the nouns that sums of money measure, and where noun phrases end."""

from __future__ import annotations

from pipeline.extraction.money.words import word_set

# Heads of noun phrases that a sum is the measure of. A phrase with another head gets no role.
MEASURED = word_set(
    """
    account accounts acquisition acquisitions agreement aid allocation allocations allowance
    allowances amount amounts appropriation appropriations arrears asset assets assistance
    auction award awards backlog bail bailout bailouts balance balances bet bets bid bids bill
    bills bond bonds bonus bonuses borrowing borrowings bounty bribe bribes budget budgets
    buyback buyout cap capital capitalisation capitalization cashflow charge charges claim
    claims collateral commission commissions commitment commitments compensation contract
    contracts contribution contributions cost costs coverage credit credits cut cuts damage
    damages deal deals debenture debentures debt debts deficit deficits deposit deposits
    depreciation development discount dividend dividends donation donations earnings endowment
    equipment equity estimate estimates expenditure expenditures expense expenses export exports
    facility factory fee fees financing fine fines forecast fortune fund funding funds gain
    gains gap giveaway grant grants guarantee guarantees import imports income incomes increase
    infrastructure injection insurance interest inventory investment investments issue jackpot
    job jobs judgment lawsuit levy liabilities liability line loan loans loss losses margin
    margins market markup merger mine mortgage mortgages net network obligation obligations
    offer offering offerings order orders outlay outlays output overdraft overruns package
    packages payment payments payout payouts payroll pension pensions penalty penalties pipeline
    plan plant plants pledge pledges portfolio port premium premiums price prices principal
    prize prizes proceeds production profit profits program programme programmes programs
    project projects property purchase purchases quota railway ransom ransoms rate rates rebate
    rebates receipts recession reconstruction redemption refund refunds reimbursement relief
    remittances rent rents reparations repayment repayments replacement rescue reserve reserves
    restructuring revenue revenues reward rewards road royalties royalty salaries salary sale
    sales saving savings scheme securities settlement settlements severance share shares
    shortfall spending stadium stake stakes stimulus stipend stock stocks subscription subsidies
    subsidy sum supplies support surcharge surplus surpluses suit takeover target tariff tariffs
    tax taxes ticket tickets toll tolls total trade transaction transactions transfer transfers
    tuition turnover upgrade upgrades valuation value wage wages wealth winnings windfall
    withdrawal withdrawals works worth write-down write-downs write-off write-offs writedown
    writedowns write-off arsenal weapons arms goods bridge terminal refinery dam building
    campaign overhaul renovation initiative venture round facility mission purse haul outflow
    outflows inflow inflows investment investments notes overtime remuneration gdp gnp product
    economy bankroll nest-egg warchest tab bill fare fares rental rentals mansion house home
    villa yacht apartment jet painting plane aircraft satellite hospital school mortgage
    facility sanctions drugs cocaine heroin rise rises hike hikes reduction reductions burden
    burdens ceiling threshold limit boost repairs maintenance construction research healthcare
    relief advertising procurement
    """
)
# Nouns that say nothing by themselves.
EMPTY_ALONE = word_set(
    """
    amount amounts sum sums total worth rate rates issue line product plan
    """
)

DETERMINERS = word_set(
    """
    a an the its their his her our my your this that these those some any each every no another
    such both all
    """
)
PREPOSITIONS = word_set(
    """
    of in on at for from to by with within under over between among during since after before
    into through against about per via as than until towards toward despite including excluding
    without upon above below beyond near across behind
    """
)
CONJUNCTIONS = word_set(
    """
    and or but while when which who that because although though whereas if so where whose what
    how why yet plus nor
    """
)
# Verb forms that come before a noun phrase without a determiner ("reported net income of").
VERBS = word_set(
    """
    is are was were be been being has have had do does did will would can could may might must
    should shall said says say made make makes making won win wins winning took take takes
    taking paid pay pays paying lost lose loses losing spent spend spends got get gets getting
    gave give gives giving saw see sees seen report reports posted post posts reported announced
    announce recorded include includes included including show shows showed shown face faces
    faced facing carry carries carried demand demands demanded demanding offer offers offered
    offering receive receives received receiving raise raises raised raising generate generates
    generated expect expects expected expecting earn earns earned earning cost costs bring
    brings brought buy buys bought sell sells sold hold holds held keep keeps kept need needs
    needed want wants wanted seek seeks sought provide provides provided providing allow allows
    let lets set sets seize seized seizing approve approved approves sign signed signs plan
    plans planned award awarded secure secured grant granted impose imposed imposing levy levied
    pledge pledged promise promised invest invested borrow borrowed owe owed owes fetch fetched
    attract attracted launch launched issue issued file filed reach reached hit exceed exceeded
    boast boasts command commands reduce reduced reduces reducing cut cuts cutting increase
    increased increases increasing boost boosted boosts expand expanded expands expanding lower
    lowered lowers hike hiked slash slashed trim trimmed double doubled triple tripled put puts
    limit limited bring ordered estimates estimated estimate became become remains remained
    stood stands came comes went goes left also not only just already now then still ago
    reportedly allegedly nearly about almost roughly approximately around totaling totalling
    worth least most up down more less n't
    """
)
