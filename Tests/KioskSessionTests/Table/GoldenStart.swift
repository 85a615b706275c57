/// Nobody is known yet. `=` is a cell like the page's own.
extension Golden {
    static let start = """
        attract: attract · untouched
          lifted:                         =
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     outOfService(R-04) · untouched
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     =
          language:                       attract en · untouched
          elsewhere:                      =
        takeCard: takeCard · untouched
          again:                          holdStill · untouched
          again twice:                    holdStill · untouched
          lifted:                         attract · untouched
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     outOfService(R-04) · untouched
          readerBack:                     attract · untouched
          hubAway:                        =
          sittingOut:                     =
          language:                       takeCard en · untouched
          elsewhere:                      =
        reading: holdStill · untouched
          lifted:                         =
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           welcome · untouched
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     outOfService(R-04) · untouched
          readerBack:                     attract · untouched
          hubAway:                        =
          sittingOut:                     =
          language:                       holdStill en · untouched
          elsewhere:                      =
        refused: notice(notRead, card) · untouched
          again:                          holdStill · untouched
          again twice:                    holdStill · untouched
          finish:                         takeCard · untouched
          finish twice:                   takeCard · untouched
          lifted:                         =
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     outOfService(R-04) · untouched
          readerBack:                     attract · untouched
          hubAway:                        =
          sittingOut:                     takeCard · untouched
          language:                       notice(notRead, card) en · untouched
          elsewhere:                      =
        """
}
