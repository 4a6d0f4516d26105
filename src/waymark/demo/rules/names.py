"""Lists that invented names are drawn from, in groups, so that a workforce reads like the country it serves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameGroup:
    """Given and family names that are often found together. ``weight`` is how common the group is."""

    weight: float
    given: tuple[str, ...]
    family: tuple[str, ...]


def _group(weight: float, given: str, family: str) -> NameGroup:
    return NameGroup(weight, tuple(given.split()), tuple(family.split()))


NAME_GROUPS: tuple[NameGroup, ...] = (
    _group(
        0.70,
        "Abigail Adam Aidan Alan Alice Alison Amelia Amy Andrew Angela Anna Anthony Arthur Ben Bethan Bronwen Bryn "
        "Callum Cara Carol Catherine Charlotte Chloe Christopher Claire Colin Connor Craig Daniel David Dawn Deborah "
        "Dylan Edward Eilidh Eleanor Elin Elizabeth Emily Emma Erin Euan Ewan Fiona Frances Gareth Gavin Gemma "
        "George Gillian Grace Graham Hamish Hannah Harriet Harry Heather Helen Holly Huw Iain Imogen Isla Jack Jacob "
        "James Jane Jennifer Joanne John Jonathan Joseph Joshua Julie Karen Katherine Kathryn Keith Kenneth Kieran "
        "Kirsty Laura Lauren Lewis Liam Linda Lorna Lucy Luke Mairead Malcolm Margaret Mark Martin Mary Matthew "
        "Megan Michael Michelle Molly Morag Natalie Neil Niamh Nicola Oliver Olivia Orla Owen Patrick Paul Peter "
        "Philip Rachel Rebecca Rhiannon Rhys Richard Robert Roisin Rory Rosie Ross Ruth Ryan Samantha Samuel Sarah "
        "Scott Sean Shauna Sian Simon Sophie Stephen Stuart Susan Thomas Tracey Victoria William Zoe",
        "Ackroyd Adams Aldridge Allen Anderson Armitage Ashworth Atkinson Bailey Baker Barker Barnes Bell Bennett "
        "Birch Booth Bowen Bradley Brennan Brown Burgess Burns Byrne Cameron Campbell Carr Carter Chapman Clark "
        "Clarke Coleman Collins Cook Cooper Cox Crawford Cunningham Davies Davis Dawson Dixon Doherty Douglas Doyle "
        "Duncan Edwards Ellis Evans Ferguson Fisher Fletcher Foster Fox Fraser Gallagher Gibson Gordon Graham Grant "
        "Gray Green Greenwood Griffiths Hall Hamilton Harding Harper Harris Harrison Hart Harvey Henderson Hill "
        "Holmes Howell Hudson Hughes Hunt Hunter Hutchinson Jackson James Jenkins Johnson Johnston Jones Kavanagh "
        "Kelly Kennedy Kerr King Knight Lamb Lawson Lewis Lloyd Lowe Macdonald Mackay Maclean Marsh Marshall Martin "
        "Mason Matthews McCarthy McDonald McGrath McKenna McLaughlin McMillan Mellor Miller Mills Mitchell Moore "
        "Morgan Morris Morrison Murphy Murray Nelson Nicholson Nolan O'Brien O'Connor O'Neill Oakley Osborne Owen "
        "Palmer Parker Parry Parsons Paterson Payne Pearce Phillips Poole Powell Price Pritchard Quinn Reid Reynolds "
        "Rhodes Richards Richardson Roberts Robertson Robinson Rogers Rose Ross Russell Ryan Saunders Scott Shaw "
        "Simpson Sinclair Smith Spencer Stevens Stewart Stone Sutherland Sutton Sykes Taylor Thomas Thompson Thomson "
        "Turner Vaughan Walker Wallace Walsh Ward Watson Watts Webb Wells White Whittaker Wilkinson Williams Wilson "
        "Wood Wright Yates Young",
    ),
    _group(
        0.11,
        "Aarav Aisha Amina Amit Amrit Anika Anil Anjali Arjun Asha Asif Bilal Deepa Deepak Divya Faisal Farah Fatima "
        "Gurpreet Hamza Harjit Harpreet Imran Iqra Ishaan Jaspreet Kavita Kiran Manish Manpreet Meera Mohammed "
        "Nadia Naveed Neha Nikhil Nisha Omar Parveen Pooja Priya Rahul Rajesh Ravi Rekha Rohan Rukhsana Saima "
        "Samina Sana Sanjay Shabnam Shazia Simran Sunita Tariq Usman Vijay Yasmin Zainab",
        "Agarwal Ahmed Akhtar Ali Bains Banerjee Begum Bhatt Chaudhry Chowdhury Das Desai Dhillon Fernando Ghosh Gill "
        "Gupta Haque Hussain Iqbal Islam Iyer Jain Joshi Kapoor Kaur Khan Kumar Mahmood Malhotra Malik Mehta Miah "
        "Mistry Mukherjee Nair Parmar Patel Perera Qureshi Rahman Rao Reddy Sandhu Shah Sharma Siddiqui Sidhu Singh "
        "Sinha Sohal Thakur Uddin Varma Zaman",
    ),
    _group(
        0.07,
        "Abena Ade Adebola Akua Ama Amara Ayo Babatunde Chidi Chinedu Chioma Damilola Delroy Desmond Ebony Efua Ekow "
        "Emeka Esi Femi Folake Ifeoma Ijeoma Jermaine Kemi Kofi Kwabena Kwame Leon Lola Marcia Marlon Naomi Ngozi "
        "Nia Nkechi Obi Olu Omari Renee Sade Segun Shanice Simone Tanisha Tendai Thandi Tunde Winston Yaa Zuri",
        "Abara Achebe Acheampong Adeyemi Adjei Afolabi Agyeman Ajayi Akande Amoah Ansah Appiah Asante Baptiste "
        "Beckford Boateng Campbell Chanda Chikwanha Clarke Danso Diallo Ekwueme Eze Francis Gyasi Henry Ibrahim "
        "Joseph Kamara Mensah Moyo Mutasa Ncube Nwosu Obeng Ofori Ogunleye Okafor Okeke Okonkwo Olawale Osei Owusu "
        "Pierre Quaye Sesay Thompson Touray Wallace Williams",
    ),
    _group(
        0.06,
        "Agnieszka Aleksandra Andrei Anna Beata Bogdan Carlos Carmen Costin Dario Elena Ewa Francesca Giulia Ines "
        "Ioana Ivan Jakub Jana Joao Jorge Kasia Katarzyna Kristina Lena Luca Lukas Magda Marco Marek Maria Marta "
        "Mateusz Milan Nikola Nuno Ola Pavel Petra Piotr Rasa Sofia Stefan Tomasz Vera Viktor Zofia",
        "Almeida Antonelli Balogh Bianchi Christou Costa Dabrowski Dimitrov Dobre Ferreira Fischer Garcia Georgiou "
        "Horvat Ivanov Jankowski Kaminski Kowalski Kozak Krol Lopes Marchetti Marinescu Moreau Nagy Novak Nowak "
        "Oliveira Papadopoulos Pereira Petrov Popescu Ricci Rossi Rusu Santos Silva Stoica Szabo Vasiliou Wisniewski "
        "Wojcik Zielinski",
    ),
    _group(
        0.03,
        "An Bao Chen Dai Eun Fang Grace Hao Hiro Hui Jin Jun Kai Kenji Lan Lei Li Linh Mai Mei Min Ming Naoko Ngoc "
        "Phuong Qing Rui Shu Sota Thanh Tuan Wei Xin Yan Yuki",
        "Bautista Chan Chang Chen Cheung Cho Choi Dang Fong Garcia Ho Huang Kang Kim Kwok Lam Lau Lee Leung Li Lim "
        "Lin Liu Mori Ng Nguyen Ono Park Pham Reyes Santos Sato Tan Tang Tran Tsang Wang Wong Wu Yamada Yang Zhang",
    ),
    _group(
        0.03,
        "Ahmad Ali Amal Amir Aryan Aylin Baran Bahar Dalia Darius Defne Elif Emre Farid Hana Hassan Ibrahim Jamal "
        "Karim Kemal Laila Layla Leyla Mariam Mehmet Mina Mustafa Nasrin Nour Omid Rami Reza Roya Salma Samir Selin "
        "Shirin Soraya Yusuf Zeynep",
        "Abbasi Abdi Aden Aksoy Amini Arslan Aydin Bayat Celik Darwish Demir Farah Faraj Ghorbani Habib Haddad Hakimi "
        "Hosseini Jama Kaya Khalil Khoury Mansour Mirza Mohamed Moradi Nasser Omar Osman Ozturk Rahimi Sabbagh Said "
        "Saleh Shirazi Tehrani Yilmaz Yousef Zand",
    ),
)
"""Groups with their share of the workforce."""
